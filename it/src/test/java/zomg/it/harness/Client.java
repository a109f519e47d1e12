package zomg.it.harness;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import zomg.it.Instance;

/** HTTP as clients of one server speak it. */
public final class Client implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the server said. */
    public record Answer(int status, String body, Optional<String> retryAfter) {

        public JsonObject json() {
            return Instance.json(body);
        }

        public boolean isOneOf(int... statuses) {
            for (int one : statuses) {
                if (one == status) {
                    return true;
                }
            }
            return false;
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    Client(String url, String token) {
        this.url = url;
        this.token = token;
    }

    public static Client of(Instance instance) {
        return new Client(instance.url(), instance.token());
    }

    /**
     * @throws IOException if there was no whole answer: nobody knows what became of the request
     */
    public Answer call(String method, String path, String body) throws IOException {
        return send(request(method, path, body));
    }

    /** As {@link #call}, with these names and values of headers besides. */
    Answer callWith(String method, String path, String body, String... headers) throws IOException {
        return send(request(method, path, body).headers(headers));
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(), answer.body(), answer.headers().firstValue("Retry-After"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** The body of a question that must be answered well. */
    public JsonObject get(String path) throws IOException {
        Answer answer = call("GET", path, "");
        if (answer.status() != 200) {
            throw new IOException("GET %s: %s".formatted(path, answer));
        }
        return answer.json();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
