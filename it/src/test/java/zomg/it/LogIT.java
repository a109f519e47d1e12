package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a request is found in the log by what its client was told. */
@ExtendWith(Instance.Shared.class)
class LogIT {

    private static final String BOXES = "/v1/projects/default/boxes";

    private final Instance zomg;

    LogIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_line_of_the_log_and_the_problem_carry_the_id_of_the_request() throws IOException {
        String id = "log-it-" + Instance.name();

        HttpResponse<String> refused =
                zomg.send(zomg.request("GET", "/v1/projects", "").header("X-Request-Id", id));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(Instance.json(refused.body()).getString("request_id")).isEqualTo(id);
        assertThat(lines())
                .filteredOn(line -> line.toString().contains(id))
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.getString("ext_requestId")).isEqualTo(id);
                            assertThat(line.getString("message")).contains("unauthenticated");
                        });
    }

    /** An id that would break a line of the log is replaced, and the answer says by which. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET    | /v1/no/such/route                     | 404 | fine-1
                    PATCH  | /v1/projects/default/boxes            | 405 | fine-2
                    POST   | /v1/projects/default/boxes            | 400 | fine-3
                    GET    | /v1/projects/default/boxes/nobody     | 404 | fine-4
                    POST   | /v1/projects/default/boxes/nobody/exec| 400 | two words
                    DELETE | /v1/projects/default/boxes/NO         | 400 | "},{"
                    GET    | /v1/operations/aaaaaaaaaaaa           | 404 | a_b
                    GET    | /v1/audit?since=tomorrow              | 400 | x
                    """)
    void every_problem_carries_the_id_of_its_answer(
            String method, String path, int status, String id) {
        HttpRequest.Builder request =
                zomg.request(method, path, method.equals("POST") ? "{\"nonsense\":1}" : "")
                        .header("Authorization", "Bearer " + zomg.token())
                        .header("X-Request-Id", id);

        HttpResponse<String> answer = zomg.send(request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        String used = answer.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(Instance.json(answer.body()).getString("request_id")).isEqualTo(used);
        assertThat(used.equals(id)).isEqualTo(id.matches("[A-Za-z0-9-]+"));
    }

    /** Its thread is another one than the request's, and the request is answered long before. */
    @Test
    void what_an_operation_logs_carries_the_id_of_the_request_that_it_came_from()
            throws IOException {
        String name = zomg.created();
        String uid = Instance.json(zomg.zomg("show", name, "--json").ok()).getString("id");
        String id = "log-it-" + Instance.name();
        Path root = zomg.pool().resolve("roots").resolve(uid);
        zomg.host("btrfs", "subvolume", "set-default", root.toString()).ok();
        try {
            HttpResponse<String> answer =
                    zomg.send(
                            zomg.request("DELETE", BOXES + "/" + name + "?force=true", "")
                                    .header("Authorization", "Bearer " + zomg.token())
                                    .header("X-Request-Id", id)
                                    .header("Prefer", "wait=1"));
            assertThat(answer.statusCode()).isEqualTo(202);
        } finally {
            zomg.host("btrfs", "subvolume", "set-default", "5", zomg.pool().toString()).ok();
        }
        awaitGone(name);

        HttpResponse<String> audit = zomg.call("GET", "/v1/audit?box=" + name, "");
        assertThat(
                        Instance.json(audit.body())
                                .getJsonArray("entries")
                                .getValuesAs(JsonObject.class))
                .filteredOn(entry -> entry.getString("kind").matches("operation.*|box.delet.*"))
                .hasSize(4)
                .allSatisfy(
                        entry -> {
                            assertThat(entry.getString("request_id")).isEqualTo(id);
                            assertThat(entry.getString("cause")).isEqualTo("deleteBox");
                        });
    }

    private void awaitGone(String name) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (zomg.call("GET", BOXES + "/" + name, "").statusCode() != 404) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private List<JsonObject> lines() throws IOException {
        Path log = zomg.state().resolve("liberty/zomg/logs/messages.log");
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("{"))
                .map(Instance::json)
                .toList();
    }
}
