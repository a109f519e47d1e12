package zomg.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays answers of the API over real HTTP and remembers what was asked. */
public final class RecordedServer implements AutoCloseable {

    /** One request as it came. */
    public record Asked(String line, String body, Map<String, String> headers) {}

    private record Reply(int status, String contentType, String body) {}

    private final HttpServer server;
    private final Map<String, Reply> replies = new HashMap<>();
    private final Map<String, Reply> beginnings = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    public RecordedServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * @param request method and path with query, as in {@code GET /version}
     */
    public RecordedServer on(String request, int status, String json) {
        replies.put(request, new Reply(status, "application/json", json));
        return this;
    }

    /** As {@link #on}, for each request whose line begins so. */
    public RecordedServer onBeginning(String request, int status, String json) {
        beginnings.put(request, new Reply(status, "application/json", json));
        return this;
    }

    public RecordedServer refuse(String request, int status, String code, String detail) {
        return problem(
                request,
                status,
                """
                {"type":"about:blank","title":"No","status":%d,"detail":"%s","code":"%s",\
                "request_id":"kq3v5m2xw4ta"}"""
                        .formatted(status, detail, code));
    }

    public RecordedServer problem(String request, int status, String json) {
        return with(request, status, "application/problem+json", json);
    }

    public RecordedServer with(String request, int status, String contentType, String body) {
        replies.put(request, new Reply(status, contentType, body));
        return this;
    }

    public synchronized List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    public synchronized Asked last() {
        return asked.getLast();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name, values.getFirst()));
        synchronized (this) {
            asked.add(new Asked(line, body, headers));
        }
        Reply reply =
                Optional.ofNullable(replies.get(line))
                        .or(() -> beginning(line))
                        .orElse(new Reply(404, "text/html", "<h1>not recorded: " + line));
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Optional<Reply> beginning(String line) {
        return beginnings.keySet().stream()
                .filter(line::startsWith)
                .findFirst()
                .map(beginnings::get);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
