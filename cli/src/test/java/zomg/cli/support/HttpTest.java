package zomg.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zomg.cli.RecordedServer;
import zomg.cli.client.Box;
import zomg.cli.client.ServerClient;
import zomg.cli.client.Version;

class HttpTest {

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Http http() {
        return to(server.url());
    }

    private static Http to(String url) {
        return Http.to(new Server(Server.parse(url), Optional.empty()), Optional.empty());
    }

    @Test
    void an_answer_is_its_bytes_and_what_they_mean() {
        String json = "{\"name\":\"zomg\",\"version\":\"1\",\"new_in_later_versions\":{\"a\":[1]}}";
        server.on("GET /version", 200, json);

        Answer<Version> answer = new ServerClient(http()).showVersion();

        assertThat(answer.value().version()).isEqualTo("1");
        assertThat(answer.body()).asString().isEqualTo(json);
        assertThat(server.last().headers()).doesNotContainKey("Authorization");
    }

    @Test
    void a_problem_says_everything_it_knows() {
        server.problem(
                "GET /x",
                500,
                """
                {"title":"Oops","status":500,"code":"internal_error","request_id":"abc",
                 "errors":[{"field":"a","rule":"must be b","code":"invalid_request"}]}""");

        assertThatThrownBy(() -> http().send(Call.of("GET", "/x"), Box.class))
                .isInstanceOfSatisfying(
                        ApiFailure.class,
                        failure -> {
                            assertThat(failure.status()).isEqualTo(500);
                            assertThat(failure.code()).isEqualTo("internal_error");
                            assertThat(failure.requestId()).contains("abc");
                            assertThat(failure.errors())
                                    .containsExactly(new ApiFailure.BadField("a", "must be b"));
                            assertThat(failure.sentence())
                                    .isEqualTo("Oops: a must be b (request abc)");
                        });
    }

    @Test
    void a_page_that_is_no_problem_document_is_not_shown() {
        server.with("GET /x", 502, "text/html", "<h1>Bad gateway");
        server.with("GET /y", 404, "application/problem+json", "{broken");

        assertThatThrownBy(() -> http().send(Call.of("GET", "/x"), Box.class))
                .hasMessage("the server answered 502 without saying why; is it a zomg server?");
        assertThatThrownBy(() -> http().send(Call.of("GET", "/y"), Box.class))
                .hasMessageContaining("404");
    }

    @Test
    void a_redirect_is_not_followed_with_the_token() {
        server.with("GET /x", 302, "text/html", "");

        assertThatThrownBy(() -> http().send(Call.of("GET", "/x"), Box.class))
                .isInstanceOf(ApiFailure.class);
        assertThat(server.lines()).containsExactly("GET /x");
    }

    @Test
    void an_answer_of_another_shape_is_a_sentence() {
        server.on("GET /version", 200, "[1]");

        assertThatThrownBy(() -> new ServerClient(http()).showVersion().value())
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("the server's answer is not what this version");
    }

    @Test
    void nobody_there_is_told_from_a_broken_connection() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        assertThatThrownBy(
                        () -> to("http://127.0.0.1:" + port).send(Call.of("GET", "/"), Box.class))
                .isInstanceOfSatisfying(
                        Unreachable.class, away -> assertThat(away.mayHaveActed()).isFalse())
                .hasMessageContaining("nobody answers at http://127.0.0.1:" + port);
    }

    @Test
    void a_silent_server_is_not_waited_for_for_ever() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Http http =
                    to("http://127.0.0.1:" + silent.getLocalPort()).patient(Duration.ofMillis(50));

            assertThatThrownBy(() -> http.send(Call.of("GET", "/"), Box.class))
                    .isInstanceOfSatisfying(
                            Unreachable.class, away -> assertThat(away.mayHaveActed()).isTrue());
        }
    }

    @Test
    void a_post_whose_connection_breaks_is_sent_once() throws IOException, InterruptedException {
        AtomicInteger connections = new AtomicInteger();
        Thread breaker;
        try (ServerSocket breaking = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            breaker = Thread.ofVirtual().start(() -> hangUp(breaking, connections));
            Http http = to("http://127.0.0.1:" + breaking.getLocalPort());

            assertThatThrownBy(() -> http.send(Call.of("POST", "/").json("{}"), Box.class))
                    .isInstanceOf(Unreachable.class);
        }
        breaker.join();
        assertThat(connections).hasValue(1);
    }

    @Test
    void a_request_whose_answer_got_lost_is_sent_again_under_the_same_key() throws IOException {
        List<String> keys = new CopyOnWriteArrayList<>();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerTheThird(socket, keys));
            Http http =
                    to("http://127.0.0.1:" + socket.getLocalPort())
                            .persistent(new PrintStream(said, true, StandardCharsets.UTF_8));

            Answer<Box> answer = http.send(Call.of("POST", "/").json("{}"), Box.class);

            assertThat(answer.status()).isEqualTo(201);
        }
        assertThat(keys).hasSize(3).doesNotContain("");
        assertThat(Set.copyOf(keys)).hasSize(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("the connection to http://127.0.0.1:")
                .contains("asking again")
                .hasLineCount(1);
    }

    @Test
    void two_requests_have_two_keys_and_looking_needs_none() {
        server.on("POST /x", 201, "{}");
        server.on("GET /x", 200, "{}");
        Http http = http().persistent(System.err);

        http.send(Call.of("POST", "/x").json("{}"), Box.class);
        String first = server.last().headers().get("Idempotency-key");
        http.send(Call.of("POST", "/x").json("{}"), Box.class);
        String second = server.last().headers().get("Idempotency-key");
        http.send(Call.of("GET", "/x"), Box.class);

        assertThat(first).hasSize(32).isNotEqualTo(second);
        assertThat(server.last().headers()).doesNotContainKey("Idempotency-key");
    }

    /** Hangs up on the first, is not ready for the second. */
    private static void answerTheThird(ServerSocket listening, List<String> keys) {
        List<String> answers =
                List.of(
                        "",
                        problem(503, "not_ready"),
                        "HTTP/1.1 201 Created\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        for (String answer : answers) {
            try (Socket socket = listening.accept()) {
                byte[] request = new byte[4096];
                int length = socket.getInputStream().read(request);
                keys.add(key(new String(request, 0, length, StandardCharsets.US_ASCII)));
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static String problem(int status, String code) {
        String body = "{\"status\":%d,\"code\":\"%s\"}".formatted(status, code);
        return "HTTP/1.1 %d No\r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(status, body.length(), body);
    }

    private static String key(String request) {
        return request.lines()
                .filter(line -> line.startsWith("Idempotency-Key: "))
                .findFirst()
                .orElse("");
    }

    private static void hangUp(ServerSocket breaking, AtomicInteger connections) {
        while (!breaking.isClosed()) {
            try (Socket socket = breaking.accept()) {
                connections.incrementAndGet();
                socket.getInputStream().read(new byte[4096]);
            } catch (IOException closed) {
                return;
            }
        }
    }
}
