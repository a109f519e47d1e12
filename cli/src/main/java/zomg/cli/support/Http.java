package zomg.cli.support;

import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.HttpsURLConnection;
import zomg.cli.client.Problem;

/**
 * HTTP as the generated client needs it. Over HttpURLConnection: java.net.http costs 300 ms of
 * start-up.
 */
public final class Http {

    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Longer than a server takes to come back, on a busy machine too. */
    private static final Duration RESEND = Duration.ofSeconds(60);

    private static final int MAX_ANSWER = 64 * 1024 * 1024;
    private static final int FIRST_BAD_STATUS = 300;

    static {
        // Otherwise the JDK sends a POST a second time when a connection breaks.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final Server server;
    private final Duration patience;
    private final Optional<PrintStream> log;
    private final Map<String, String> headers;
    private final Optional<Resending> resending;

    private Http(
            Server server,
            Duration patience,
            Optional<PrintStream> log,
            Map<String, String> headers,
            Optional<Resending> resending) {
        this.server = server;
        this.patience = patience;
        this.log = log;
        this.headers = headers;
        this.resending = resending;
    }

    public static Http to(Server server, Optional<PrintStream> log) {
        return new Http(server, PATIENCE, log, Map.of(), Optional.empty());
    }

    /** The same server, waiting at most {@code longer} for each answer. */
    public Http patient(Duration longer) {
        return new Http(server, longer, log, headers, resending);
    }

    /**
     * The same server, asked again when an answer gets lost, for as long as it takes to come back.
     *
     * @param say where a person is told
     */
    public Http persistent(PrintStream say) {
        return new Http(server, patience, log, headers, Optional.of(new Resending(RESEND, say)));
    }

    /** The same server, told this with each request. */
    public Http header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Http(server, patience, log, more, resending);
    }

    public Server server() {
        return server;
    }

    /** Makes something of an answer whose body was not read yet. */
    private interface Reader<T> {
        T read(HttpURLConnection connection, int status) throws IOException;
    }

    /**
     * @throws ApiFailure if the server says no
     * @throws Unreachable if nobody answers
     */
    public <T> Answer<T> send(Call call, Class<T> type) {
        return resending
                .map(again -> again.send(call, () -> sendOnce(call, type)))
                .orElseGet(() -> sendOnce(call, type));
    }

    private <T> Answer<T> sendOnce(Call call, Class<T> type) {
        long start = System.nanoTime();
        return exchange(call, (connection, status) -> whole(call, start, connection, status, type));
    }

    /**
     * As {@link #send}; but events go to {@code reader}, line by line while they come, and leave no
     * answer.
     */
    public <T> Optional<Answer<T>> sendOrFollow(Call call, Class<T> type, Consumer<String> reader) {
        long start = System.nanoTime();
        return exchange(
                call,
                (connection, status) -> {
                    if (status < FIRST_BAD_STATUS && isStream(connection)) {
                        read(connection, reader);
                        return Optional.empty();
                    }
                    return Optional.of(whole(call, start, connection, status, type));
                });
    }

    private static boolean isStream(HttpURLConnection connection) {
        String type = connection.getContentType();
        return type != null && type.startsWith("text/event-stream");
    }

    /**
     * Reads an answer line by line while it comes, and returns when it ends.
     *
     * @throws ApiFailure if the server says no
     * @throws Unreachable if nobody answers, or nothing comes any more
     */
    public void lines(Call call, Consumer<String> reader) {
        exchange(
                call,
                (connection, status) -> {
                    if (status >= FIRST_BAD_STATUS) {
                        throw failure(
                                status, connection.getContentType(), read(connection, status));
                    }
                    read(connection, reader);
                    return status;
                });
    }

    private <T> T exchange(Call call, Reader<T> reader) {
        return reaching(
                () -> {
                    HttpURLConnection connection = open(call);
                    return reader.read(connection, connection.getResponseCode());
                });
    }

    /** Talks to the server. */
    interface Talk<T> {
        T talk() throws IOException;
    }

    /**
     * @throws Unreachable for what is wrong with the connection
     */
    <T> T reaching(Talk<T> talk) {
        try {
            return talk.talk();
        } catch (ConnectException | UnknownHostException nobody) {
            throw Unreachable.neverSent(server, nobody);
        } catch (SocketTimeoutException late) {
            throw Unreachable.late(server, patience);
        } catch (IOException broken) {
            throw Unreachable.broken(server, broken);
        }
    }

    private <T> Answer<T> whole(
            Call call, long start, HttpURLConnection connection, int status, Class<T> type)
            throws IOException {
        byte[] body = read(connection, status);
        if (log.isPresent()) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            log.get()
                    .println(
                            "%s %s: %d, %d bytes, %d ms"
                                    .formatted(
                                            call.method(),
                                            call.pathAndQuery(),
                                            status,
                                            body.length,
                                            millis));
        }
        if (status < 200 || status >= FIRST_BAD_STATUS) {
            throw failure(status, connection.getContentType(), body);
        }
        return new Answer<>(status, body, type);
    }

    private static void read(HttpURLConnection connection, Consumer<String> reader)
            throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.accept(line);
            }
        }
    }

    private HttpURLConnection open(Call call) throws IOException {
        HttpURLConnection connection = prepare(call);
        if (call.body().isPresent()) {
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(call.body().get());
            }
        }
        return connection;
    }

    /** Connected to nobody yet, and without a body. */
    HttpURLConnection prepare(Call call) throws IOException {
        URI target = URI.create(server.url() + call.pathAndQuery());
        server.address().ifPresent(address -> PinnedAddresses.pin(target.getHost(), address));
        HttpURLConnection connection =
                (HttpURLConnection) target.toURL().openConnection(Proxy.NO_PROXY);
        if (server.insecure() && connection instanceof HttpsURLConnection secure) {
            AnyCertificate.accept(secure);
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout((int) Math.min(patience.toMillis(), Integer.MAX_VALUE));
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod(call.method());
        connection.setRequestProperty("Accept", "application/json, application/problem+json");
        server.token()
                .ifPresent(
                        token -> connection.setRequestProperty("Authorization", "Bearer " + token));
        headers.forEach(connection::setRequestProperty);
        call.headers().forEach(connection::setRequestProperty);
        return connection;
    }

    /**
     * @throws ApiFailure unless the server says yes
     */
    static void requireGood(HttpURLConnection connection, int status) throws IOException {
        if (status < 200 || status >= FIRST_BAD_STATUS) {
            throw failure(status, connection.getContentType(), read(connection, status));
        }
    }

    private static byte[] read(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (in == null) {
                return new byte[0];
            }
            byte[] body = in.readNBytes(MAX_ANSWER + 1);
            if (body.length > MAX_ANSWER) {
                throw new IOException("more than %d bytes".formatted(MAX_ANSWER));
            }
            return body;
        }
    }

    private static ApiFailure failure(int status, String contentType, byte[] body) {
        if (contentType == null || !contentType.startsWith("application/problem+json")) {
            return ApiFailure.foreign(status);
        }
        try {
            return ApiFailure.of(status, Jsonb.instance().type(Problem.class).fromJson(body));
        } catch (RuntimeException malformed) {
            return ApiFailure.foreign(status);
        }
    }
}
