package zomg.cli.file;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import zomg.tar.TarEntry;
import zomg.tar.TarWriter;

/** Files of one box, by whole paths: what is written is read, archives as they came. */
final class FileServer implements AutoCloseable {

    record Kept(byte[] bytes, String mode, boolean isDirectory) {}

    private static final String BOX = "/v1/projects/default/boxes/web/";

    private final HttpServer server;
    private final Map<String, Kept> files = new ConcurrentHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private volatile int cutAt = -1;

    FileServer() {
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

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void directory(String path) {
        files.put(path, new Kept(new byte[0], "0755", true));
    }

    void directory(String path, TarEntry... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            TarWriter tar = new TarWriter(bytes);
            for (TarEntry entry : entries) {
                tar.entry(entry);
                tar.write(new byte[(int) entry.size()], 0, (int) entry.size());
            }
            tar.finish();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        files.put(path, new Kept(bytes.toByteArray(), "0755", true));
    }

    void file(String path, String content, String mode) {
        files.put(path, new Kept(content.getBytes(StandardCharsets.UTF_8), mode, false));
    }

    /** Answers are cut off after so many bytes. */
    void cutAt(int bytes) {
        cutAt = bytes;
    }

    void refuse(String path) {
        refused.add(path);
    }

    Kept at(String path) {
        return files.get(path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            String path = parameter(query, "path");
            boolean isArchive = exchange.getRequestURI().getPath().equals(BOX + "archive");
            if (refused.contains(path)) {
                problem(exchange, 403, "path_not_served", path + " is not served");
            } else if (exchange.getRequestMethod().equals("PUT")) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                String mode = query.contains("mode=") ? parameter(query, "mode") : "";
                files.put(path, new Kept(body, mode, isArchive));
                exchange.sendResponseHeaders(204, -1);
            } else if (files.containsKey(path)) {
                send(exchange, files.get(path));
            } else {
                problem(
                        exchange,
                        404,
                        "path_not_found",
                        "there is no %s in the box".formatted(path));
            }
        }
    }

    private void send(HttpExchange exchange, Kept kept) throws IOException {
        exchange.getResponseHeaders().set("Zomg-Type", kept.isDirectory() ? "directory" : "file");
        exchange.getResponseHeaders().set("Zomg-Mode", kept.mode());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders()
                    .set("Content-Length", Integer.toString(kept.bytes().length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        boolean isCut = cutAt >= 0;
        exchange.sendResponseHeaders(
                200, kept.isDirectory() ? 0 : Math.max(1, kept.bytes().length));
        exchange.getResponseBody().write(kept.bytes(), 0, isCut ? cutAt : kept.bytes().length);
        exchange.getResponseBody().flush();
    }

    private static void problem(HttpExchange exchange, int status, String code, String detail)
            throws IOException {
        byte[] body =
                """
                {"type":"about:blank","title":"No","status":%d,"detail":"%s","code":"%s",\
                "request_id":"kq3v5m2xw4ta"}"""
                        .formatted(status, detail, code)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String parameter(String query, String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        throw new IllegalStateException(query);
    }

    static TarEntry entry(TarEntry.Kind type, String name, String target, int mode, int size) {
        return new TarEntry(
                type, name, target, mode, 0, 0, size, Instant.ofEpochSecond(1_000_000_000, 5_000));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
