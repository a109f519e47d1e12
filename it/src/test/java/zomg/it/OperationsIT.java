package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work that goes on after its request was answered, beyond the server that began it. */
@ExtendWith(Instance.Shared.class)
class OperationsIT {

    private static final String BOXES = "/v1/projects/default/boxes";

    /** The children of a shell that ignores a signal ignore it. */
    private static final String DEAF = "trap '' TERM; sleep 3600";

    private final Instance zomg;

    OperationsIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_slow_stop_is_accepted_and_can_be_followed_to_its_end() {
        String name = deaf(6);

        HttpResponse<String> accepted = ask("POST", name + "/stop", "wait=0");

        assertThat(accepted.statusCode()).isEqualTo(202);
        String id = Instance.json(accepted.body()).getString("id");
        assertThat(accepted.headers().firstValue("Location")).contains("/v1/operations/" + id);
        assertThat(zomg.zomg("operation", "list").ok()).containsPattern(id + "\tstop\t.*\trunning");
        assertThat(zomg.zomg("operation", "show", id).ok())
                .contains("waiting for the processes to end");
        assertThat(zomg.zomg("operation", "cancel", id).err()).contains("cannot be cancelled");
        assertThat(zomg.zomg("operation", "wait", id).ok()).contains("succeeded");
        assertThat(zomg.zomg("show", name).ok()).contains("stopped");
        zomg.zomg("delete", name).ok();
    }

    @Test
    void its_progress_and_its_end_are_events() {
        String name = deaf(2);
        String id = accepted("POST", name + "/stop");

        HttpResponse<String> events = zomg.call("GET", "/v1/operations/" + id + "/events", "");

        assertThat(events.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(events.body())
                .contains("event: running\ndata: {", "waiting for the processes to end")
                .containsPattern("event: succeeded\ndata: .*\"state\":\"succeeded\"")
                .endsWith("event: end\ndata: {}\n\n");
        assertThat(zomg.call("GET", "/v1/operations/" + id + "/events", "").body())
                .startsWith("event: succeeded\n");
        zomg.zomg("delete", name).ok();
    }

    @Test
    void a_stop_that_a_killed_server_was_at_ends_as_what_came_of_it() {
        String name = deaf(3600);
        String id = begun(name);

        killAndStart();

        assertThat(state(id)).isEqualTo("succeeded");
        assertThat(zomg.zomg("show", name).ok()).contains("stopped");
        zomg.zomg("delete", name).ok();
    }

    /** It waits for its turn behind a stop: the next server cannot know that it was wanted. */
    @Test
    void a_delete_that_had_not_begun_when_the_server_was_killed_has_failed_as_interrupted() {
        String name = deaf(3600);
        begun(name);
        String id = accepted("DELETE", name);

        killAndStart();

        JsonObject delete = operation(id);
        assertThat(delete.getString("state")).isEqualTo("failed");
        assertThat(delete.getJsonObject("error").getString("code")).isEqualTo("interrupted");
        assertThat(zomg.zomg("operation", "wait", id).exit()).isEqualTo(1);
        assertThat(zomg.zomg("show", name).ok()).contains("stopped");
        zomg.zomg("delete", name).ok();
    }

    /** The kernel does not delete the subvolume that a mount without a name for one shows. */
    @Test
    void a_delete_that_has_begun_is_never_undone_and_finished_by_the_next_server() {
        String name = zomg.created();
        String uid = Instance.json(zomg.zomg("show", name, "--json").ok()).getString("id");
        String root = zomg.pool().resolve("roots").resolve(uid).toString();
        zomg.host("btrfs", "subvolume", "set-default", root).ok();
        String id;
        try {
            id = accepted("DELETE", name + "?force=true");
            awaitStep(id, "trying again");

            HttpResponse<String> resume = ask("POST", name + "/resume", "wait=30");

            assertThat(resume.statusCode()).isEqualTo(409);
            assertThat(resume.body()).contains("box_busy", "it can only be deleted");
            kill();
        } finally {
            zomg.host("btrfs", "subvolume", "set-default", "5", zomg.pool().toString()).ok();
        }
        zomg.up().ok();

        assertThat(state(id)).isEqualTo("succeeded");
        assertThat(ask("GET", name, "wait=0").statusCode()).isEqualTo(404);
        assertThat(ask("GET", name + "/delete-status", "wait=0").body()).contains("deleted");
    }

    /**
     * A box whose processes do not hear TERM.
     *
     * @param grace in seconds
     */
    private String deaf(int grace) {
        String name = Instance.name();
        String body =
                "{\"name\":\"%s\",\"termination_grace_period_seconds\":%d}".formatted(name, grace);
        HttpResponse<String> made = zomg.call("POST", BOXES, body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        zomg.zomg("exec", name, "--bg", "--", "sh", "-c", DEAF).ok();
        return name;
    }

    /** A stop that was accepted may not be recorded yet, and a kill then undoes it. */
    private String begun(String name) {
        String id = accepted("POST", name + "/stop");
        awaitStep(id, "waiting for the processes to end");
        return id;
    }

    private String accepted(String method, String path) {
        HttpResponse<String> answer = ask(method, path, "wait=0");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Instance.json(answer.body()).getString("id");
    }

    private HttpResponse<String> ask(String method, String path, String prefer) {
        return zomg.send(
                zomg.request(method, BOXES + "/" + path, "")
                        .header("Authorization", "Bearer " + zomg.token())
                        .header("Prefer", prefer));
    }

    private JsonObject operation(String id) {
        return Instance.json(zomg.zomg("operation", "show", id, "--json").ok());
    }

    private String state(String id) {
        return operation(id).getString("state");
    }

    private void awaitStep(String id, String step) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!operation(id).getJsonObject("progress").getString("step").contains(step)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private void killAndStart() {
        kill();
        zomg.up().ok();
    }

    private void kill() {
        zomg.host("kill", "-9", Long.toString(zomg.pid())).ok();
    }
}
