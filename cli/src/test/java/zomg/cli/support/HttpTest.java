package zomg.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
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
