package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A pool that takes no write, as after an error of its disk. Here it is a read-only mount above the
 * real one: whoever comes by a path gets EROFS, and what is open goes on.
 */
@ExtendWith(Instance.Shared.class)
class ReadOnlyPoolIT {

    private static final String BOXES = "/v1/projects/default/boxes";

    private final Instance zomg;

    ReadOnlyPoolIT(Instance zomg) {
        this.zomg = zomg;
    }

    @AfterEach
    void makeWritable() {
        if (zomg.host("findmnt", "--options", "ro", zomg.pool().toString()).exit() == 0) {
            zomg.host("umount", zomg.pool().toString()).ok();
        }
    }

    @Test
    void what_would_write_is_refused_with_the_reason_and_the_rest_goes_on() {
        String running = zomg.created();
        String stopped = zomg.created();
        zomg.zomg("stop", stopped).ok();
        String pool = zomg.pool().toString();
        zomg.host("mount", "--bind", pool, pool).ok();
        zomg.host("mount", "-o", "remount,bind,ro", pool).ok();

        assertRefused("POST", BOXES, "{\"name\":\"%s\"}".formatted(Instance.name()));
        assertRefused("POST", BOXES + "/" + stopped + "/resume", "");
        // A delete is wanted for good: it is tried again until it can be.
        assertThat(zomg.call("DELETE", BOXES + "/" + stopped, "").statusCode()).isEqualTo(202);
        assertThat(zomg.zomg("exec", running, "--", "echo", "alive").ok()).isEqualTo("alive");
        assertThat(zomg.zomg("list", "-q").ok()).contains(running, stopped);
        HttpResponse<String> ready = zomg.call("GET", "/health/ready", "");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("the pool " + pool + " is read-only");
        assertThat(zomg.call("GET", "/health/live", "").statusCode()).isEqualTo(200);

        makeWritable();

        assertThat(zomg.call("GET", "/health/ready", "").statusCode()).isEqualTo(200);
        zomg.zomg("delete", "--wait", stopped).ok();
        assertThat(zomg.zomg("doctor").exit()).isZero();
        zomg.zomg("delete", "-f", running).ok();
    }

    private void assertRefused(String method, String path, String body) {
        HttpResponse<String> answer = zomg.call(method, path, body);
        assertThat(answer.statusCode()).as("%s %s: %s", method, path, answer.body()).isEqualTo(503);
        JsonObject problem = Instance.json(answer.body());
        assertThat(problem.getString("code")).isEqualTo("engine_unavailable");
        assertThat(problem.getString("detail")).contains("the pool is read-only");
    }
}
