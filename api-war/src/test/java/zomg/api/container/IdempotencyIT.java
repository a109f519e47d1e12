package zomg.api.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over HTTP: changing requests that are sent again under an Idempotency-Key. */
@ArquillianTest
class IdempotencyIT {

    private static final String BOXES = "/v1/projects/again/boxes";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @Deployment(testable = false)
    static WebArchive war() {
        return War.onAMachineInMemory("idempotency.war").addAsWebInfResource("ibm-web-ext.xml");
    }

    @BeforeEach
    void await_set_up() {
        Edge.awaitReady();
    }

    @Test
    void a_create_that_is_sent_again_is_answered_as_the_first_time() {
        String key = key();

        HttpResponse<String> first = send("POST", BOXES, "{\"name\":\"web\"}", key);
        HttpResponse<String> second = send("POST", BOXES, "{\"name\":\"web\"}", key);
        HttpResponse<String> without = send("POST", BOXES, "{\"name\":\"web\"}", "other" + key);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(replayed(first)).isEmpty();
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(replayed(second)).contains("true");
        for (String header : List.of("Location", "ETag", "Content-Type")) {
            assertThat(second.headers().firstValue(header))
                    .isPresent()
                    .isEqualTo(first.headers().firstValue(header));
        }
        assertThat(second.headers().firstValue("X-Request-Id"))
                .isNotEqualTo(first.headers().firstValue("X-Request-Id"));
        Edge.assertProblem(without, 409, "box_exists");
    }

    @Test
    void every_change_is_done_once() {
        send("POST", BOXES, "{\"name\":\"db\"}", key());
        String box = BOXES + "/db";
        String updated = key();
        String stopped = key();
        String ran = key();
        String deleted = key();

        String ran1 = send("POST", box + "/exec", "{\"command\":[\"true\"]}", ran).body();
        String tags1 = send("PUT", box, "{\"tags\":{\"a\":\"1\"}}", updated).body();
        String tags2 = send("PUT", box, "{\"tags\":{\"a\":\"2\"}}", key()).body();
        String stop1 = send("POST", box + "/stop", "", stopped).body();
        send("POST", box + "/resume", "", key());

        assertThat(send("POST", box + "/exec", "{\"command\":[\"true\"]}", ran).body())
                .isEqualTo(ran1)
                .contains("\"exit_code\":0");
        assertThat(send("PUT", box, "{\"tags\":{\"a\":\"1\"}}", updated).body()).isEqualTo(tags1);
        assertThat(send("POST", box + "/stop", "", stopped).body()).isEqualTo(stop1);
        String now = send("GET", box, "", "ignored").body();
        assertThat(tags2).contains("\"a\":\"2\"");
        assertThat(now).contains("\"a\":\"2\"", "\"status\":\"running\"");

        String gone = send("DELETE", box + "?force=true", "", deleted).body();
        send("POST", BOXES, "{\"name\":\"db\"}", key());
        assertThat(send("DELETE", box + "?force=true", "", deleted).body()).isEqualTo(gone);
        assertThat(send("GET", box, "", "ignored").statusCode()).isEqualTo(200);
    }

    @Test
    void a_key_is_for_one_request_of_one_person() {
        String key = key();
        send("POST", BOXES, "{\"name\":\"one\"}", key);

        Edge.assertProblem(
                send("POST", BOXES, "{\"name\":\"two\"}", key), 422, "idempotency_key_reused");
        Edge.assertProblem(
                send("POST", BOXES + "?x=1", "{\"name\":\"one\"}", key),
                422,
                "idempotency_key_reused");
        Edge.assertProblem(
                Edge.send(
                        request("developer", "POST", BOXES, "{\"name\":\"one\"}")
                                .header("Idempotency-Key", key)),
                409,
                "box_exists");
    }

    @Test
    void a_refusal_is_judged_anew() {
        String key = key();
        Edge.assertProblem(send("POST", BOXES + "/late/stop", "", key), 404, "box_not_found");
        send("POST", BOXES, "{\"name\":\"late\"}", key());

        assertThat(send("POST", BOXES + "/late/stop", "", key).statusCode()).isEqualTo(200);
    }

    @Test
    void of_many_at_once_one_does_it() {
        String key = key();

        List<HttpResponse<String>> answers =
                IntStream.range(0, 16)
                        .mapToObj(
                                _ ->
                                        Edge.CLIENT.sendAsync(
                                                request(
                                                                "admin",
                                                                "POST",
                                                                BOXES,
                                                                "{\"name\":\"many\"}")
                                                        .header("Idempotency-Key", key)
                                                        .build(),
                                                HttpResponse.BodyHandlers.ofString()))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.statusCode()).isIn(201, 409))
                .filteredOn(answer -> answer.statusCode() == 409)
                .allSatisfy(
                        answer -> {
                            Edge.assertProblem(answer, 409, "request_in_progress");
                            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
                        });
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 201)
                .isNotEmpty()
                .extracting(HttpResponse::body)
                .containsOnly(
                        answers.stream()
                                .filter(answer -> answer.statusCode() == 201)
                                .findFirst()
                                .orElseThrow()
                                .body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\ttab"})
    void a_key_that_is_none_is_refused(String key) {
        Edge.assertProblem(send("POST", BOXES, "{\"name\":\"bad\"}", key), 400, "invalid_request");
        assertThat(send("POST", BOXES, "{\"name\":\"bad\"}", "x".repeat(256)).body())
                .contains("\"field\":\"Idempotency-Key\"");
    }

    @Test
    void two_keys_are_none() {
        Edge.assertProblem(
                Edge.send(
                        request("admin", "POST", BOXES, "{\"name\":\"bad\"}")
                                .header("Idempotency-Key", "a")
                                .header("Idempotency-Key", "b")),
                400,
                "invalid_request");
    }

    @Test
    void bodies_that_are_refused_without_a_key_are_with_one() {
        Edge.assertProblem(send("POST", BOXES, "{\"nam\":1}", key()), 400, "invalid_request");
        Edge.assertProblem(
                send("POST", BOXES, "\"" + "x".repeat(2_000_000) + "\"", key()),
                413,
                "request_too_large");
        Edge.assertProblem(send("POST", "/v1/nowhere", "{}", key()), 404, "route_not_found");
        Edge.assertProblem(
                Edge.send(Edge.request("POST", BOXES, "{}").header("Idempotency-Key", key())),
                401,
                "unauthenticated");
    }

    private static String key() {
        return "key-" + NUMBERS.incrementAndGet();
    }

    private static Optional<String> replayed(HttpResponse<String> answer) {
        return answer.headers().firstValue("Idempotency-Replayed");
    }

    private static HttpResponse<String> send(String method, String path, String body, String key) {
        return Edge.send(request("admin", method, path, body).header("Idempotency-Key", key));
    }

    private static HttpRequest.Builder request(
            String owner, String method, String path, String body) {
        return Edge.as(owner, method, path, body).header("Content-Type", "application/json");
    }
}
