package zomg.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.Recorded;
import zomg.cli.RecordedServer;

/** Commands whose request goes on as an operation, and commands about operations. */
class FollowingTest {

    private static final String BOXES = " /v1/projects/default/boxes";
    private static final String WEB = BOXES + "/web";
    private static final String OPERATION = " /v1/operations/kq3v5m2xw4ta";
    private static final String RUNNING =
            """
            {"id":"kq3v5m2xw4ta","kind":"stop","state":"running","project":"default","box":"web",\
            "progress":{"percent":10,"step":"waiting for the processes to end"},"actor":"root",\
            "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:01Z"}""";
    private static final String SUCCEEDED = RUNNING.replace("running", "succeeded");
    private static final String FAILED =
            RUNNING.replace("running", "failed")
                    .replace(
                            "\"actor\"",
                            "\"error\":{\"code\":\"start_failed\",\"detail\":\"no tini\"},\"actor\"");

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandLineOf commandLine() {
        return new CommandLineOf(folder).server(server);
    }

    private Outcome zomg(String... arguments) {
        return commandLine().run(arguments);
    }

    @Test
    void a_slow_stop_is_followed_to_its_end() {
        server.on("POST" + WEB + "/stop", 202, RUNNING)
                .on("GET" + OPERATION, 200, SUCCEEDED)
                .on("GET" + WEB, 200, Recorded.STOPPED);

        assertThat(zomg("stop", "web")).isEqualTo(new Outcome(0, "web: stopped\n", ""));
        assertThat(zomg("stop", "--json", "web").out()).isEqualTo(Recorded.STOPPED + "\n");
    }

    @Test
    void what_fails_later_is_an_error_of_the_command() {
        server.on("POST" + BOXES, 202, RUNNING).on("GET" + OPERATION, 200, FAILED);

        assertThat(zomg("create", "web")).isEqualTo(new Outcome(1, "", "Error: no tini\n"));
    }

    @Test
    void what_somebody_cancels_is_an_error_too() {
        server.on("POST" + BOXES, 202, RUNNING)
                .on("GET" + OPERATION, 200, RUNNING.replace("running", "cancelled"));

        assertThat(zomg("create", "web").err()).isEqualTo("Error: " + Following.CANCELLED + "\n");
    }

    @Test
    void a_person_sees_no_trace_of_the_waiting_at_its_end() {
        server.on("POST" + WEB + "/resume", 202, RUNNING)
                .on("GET" + OPERATION, 200, SUCCEEDED)
                .on("GET" + WEB, 200, Recorded.WEB);

        Outcome outcome = commandLine().atTerminal().run("resume", "web");

        assertThat(outcome.err()).isEqualTo("\r\033[K");
        assertThat(server.lines()).contains("GET" + OPERATION);
    }

    @Test
    void a_delete_that_goes_on_is_deleting() {
        server.on("DELETE" + WEB + "?force=true", 202, RUNNING);

        assertThat(zomg("rm", "-f", "web")).isEqualTo(new Outcome(0, "web: deleting\n", ""));
    }

    @Test
    void a_delete_is_waited_for() {
        server.on("DELETE" + WEB + "?force=true", 202, RUNNING)
                .on("GET" + WEB + "/delete-status", 200, "{\"status\":\"deleted\"}");

        assertThat(zomg("rm", "-f", "--wait", "web"))
                .isEqualTo(new Outcome(0, "web: deleted\n", ""));
    }

    @Test
    void a_delete_that_fails_says_why() {
        server.on("DELETE" + WEB, 202, RUNNING)
                .on("GET" + WEB + "/delete-status", 200, "{\"status\":\"failed\"}")
                .on(
                        "GET" + WEB,
                        200,
                        Recorded.WEB.replace("\"port\"", "\"failure\":\"odd disk\",\"port\""));

        assertThat(zomg("rm", "--wait", "web"))
                .isEqualTo(new Outcome(1, "", "web: error: it could not be deleted: odd disk\n"));
    }

    @Test
    void nobody_waits_longer_than_was_said() {
        server.on("DELETE" + WEB, 202, RUNNING)
                .on("GET" + WEB + "/delete-status", 200, "{\"status\":\"deleting\"}");

        assertThat(zomg("rm", "--wait", "--wait-timeout", "0", "web"))
                .isEqualTo(
                        new Outcome(
                                1, "", "web: error: not deleted within 0 seconds; it goes on\n"));
    }

    @Test
    void who_wants_the_space_waits_for_the_whole_operation() {
        server.on("DELETE" + WEB + "?force=true&reclaim=true", 202, RUNNING)
                .on("GET" + OPERATION, 200, SUCCEEDED)
                .on("GET" + WEB + "/delete-status", 200, "{\"status\":\"deleted\"}");

        assertThat(zomg("rm", "-f", "--reclaim", "web").out()).isEqualTo("web: deleted\n");
        assertThat(server.lines()).contains("GET" + OPERATION);
    }

    @Test
    void operations_are_listed_page_after_page() {
        String page = "{\"operations\":[" + RUNNING + "],\"has_more\":%s}";
        server.on(
                        "GET /v1/operations?project=default",
                        200,
                        page.formatted("true,\"next_continuation_token\":\"b25l\""))
                .on(
                        "GET /v1/operations?continuation_token=b25l&project=default",
                        200,
                        page.formatted("false").replace("kq3v5m2xw4ta", "aaaaaaaaaaaa"));

        assertThat(zomg("operation", "ls", "-q").out()).isEqualTo("kq3v5m2xw4ta\naaaaaaaaaaaa\n");
    }

    @Test
    void operations_are_listed_shown_waited_for_and_cancelled() {
        server.on(
                        "GET /v1/operations?project=default",
                        200,
                        "{\"operations\":[" + RUNNING + "],\"has_more\":false}")
                .on("GET" + OPERATION, 200, FAILED)
                .refuse("DELETE" + OPERATION, 409, "not_cancellable", "it has failed already");

        assertThat(zomg("operation", "list").out())
                .contains("kq3v5m2xw4ta\tstop\tdefault:web\trunning\t10% waiting");
        assertThat(zomg("operation", "show", "kq3v5m2xw4ta").out())
                .contains("state:     failed", "error:     no tini");
        assertThat(zomg("operation", "wait", "kq3v5m2xw4ta"))
                .extracting(Outcome::exitCode, Outcome::err)
                .containsExactly(1, "Error: no tini\n");
        assertThat(zomg("operation", "cancel", "kq3v5m2xw4ta").err())
                .isEqualTo("Error: it has failed already\n");
    }
}
