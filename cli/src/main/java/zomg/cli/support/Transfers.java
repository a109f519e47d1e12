package zomg.cli.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Bodies of any length, which are no JSON and are never held whole. */
public final class Transfers {

    private static final int CHUNK = 256 * 1024;

    private final Http http;

    public Transfers(Http http) {
        this.http = http;
    }

    /** Takes what an answer says above its body, and the body. Failures are of this machine. */
    public interface Reading<F> {
        void read(F facts, InputStream body) throws IOException;
    }

    /** Gives the body of a request. Failures are of this machine. */
    public interface Writing {
        void writeTo(OutputStream body) throws IOException;
    }

    /**
     * What is said of something without sending it.
     *
     * @param facts made of headers by their names
     * @return empty if the server says no; why, it says only to who wants more
     */
    public <F> Optional<F> head(Call call, Function<Function<String, String>, F> facts) {
        return http.reaching(
                () -> {
                    HttpURLConnection connection = http.prepare(call);
                    return connection.getResponseCode() == HttpURLConnection.HTTP_OK
                            ? Optional.of(facts.apply(connection::getHeaderField))
                            : Optional.empty();
                });
    }

    /**
     * Reads an answer of any length.
     *
     * @throws ApiFailure if the server says no
     * @throws Unreachable if nobody answers, or the answer is cut off
     * @throws UncheckedIOException of the reader
     */
    public <F> void read(
            Call call, Function<Function<String, String>, F> facts, Reading<F> reading) {
        boolean unused =
                http.reaching(
                        () -> {
                            HttpURLConnection connection = http.prepare(call);
                            Http.requireGood(connection, connection.getResponseCode());
                            InputStream body =
                                    new Incoming(connection.getInputStream(), http.server());
                            try (body) {
                                reading.read(facts.apply(connection::getHeaderField), body);
                            } catch (IOException local) {
                                connection.disconnect();
                                throw new UncheckedIOException(local);
                            }
                            return true;
                        });
    }

    /**
     * Sends a body of any length; an answer that comes before its end is as good.
     *
     * @param length empty if nobody knows
     * @throws ApiFailure if the server says no
     * @throws Unreachable if nobody answers
     * @throws UncheckedIOException of the writing
     */
    public void write(Call call, String type, OptionalLong length, Writing writing) {
        boolean unused =
                http.reaching(
                        () -> {
                            HttpURLConnection connection = http.prepare(call);
                            connection.setRequestProperty("Content-Type", type);
                            connection.setDoOutput(true);
                            if (length.isPresent()) {
                                connection.setFixedLengthStreamingMode(length.getAsLong());
                            } else {
                                connection.setChunkedStreamingMode(CHUNK);
                            }
                            Outgoing body = new Outgoing(connection.getOutputStream());
                            try {
                                writing.writeTo(body);
                                body.end();
                            } catch (Outgoing.Cut cut) {
                                answerOf(connection, cut.reason());
                            } catch (IOException local) {
                                connection.disconnect();
                                throw new UncheckedIOException(local);
                            }
                            Http.requireGood(connection, connection.getResponseCode());
                            return true;
                        });
    }

    /** Why the server takes no more, if it says so. */
    private static void answerOf(HttpURLConnection connection, IOException cut) throws IOException {
        try {
            Http.requireGood(connection, connection.getResponseCode());
        } catch (IOException silent) {
            cut.addSuppressed(silent);
        }
        throw cut;
    }
}
