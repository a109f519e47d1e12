package zomg.api.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Asks the deployed application over HTTP. */
final class Edge {

    static {
        // Names and origins of others can be said only so; read when the first client is made
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final Duration SETTING_UP = Duration.ofSeconds(60);

    private Edge() {}

    /** What was deployed just now may still be setting itself up. */
    static void awaitReady() {
        long deadline = System.nanoTime() + SETTING_UP.toNanos();
        HttpResponse<String> answer = send(request("GET", "/health/ready", ""));
        while (answer.statusCode() != 200) {
            assertThat(System.nanoTime()).as(answer.body()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            answer = send(request("GET", "/health/ready", ""));
        }
    }

    /** As an administrator; what has a body is JSON. */
    static HttpResponse<String> send(String method, String path, String body) {
        HttpRequest.Builder request = as("admin", method, path, body);
        return send(body.isEmpty() ? request : request.header("Content-Type", "application/json"));
    }

    static HttpRequest.Builder as(String owner, String method, String path, String body) {
        return request(method, path, body).header("Authorization", "Bearer " + War.token(owner));
    }

    /** As nobody. */
    static HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port(), path)))
                .version(HttpClient.Version.HTTP_1_1)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
    }

    static int port() {
        return Integer.parseInt(System.getenv("ZOMG_HTTP_PORT"));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.body())
                .contains("\"status\":%d,".formatted(status), "\"code\":\"%s\"".formatted(code));
    }
}
