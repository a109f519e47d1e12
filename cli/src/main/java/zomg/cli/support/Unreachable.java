package zomg.cli.support;

import java.io.IOException;
import java.time.Duration;

/** No answer came: the server is away, too slow, or the connection broke. */
public final class Unreachable extends RuntimeException {

    private final boolean sent;

    private Unreachable(String message, boolean sent) {
        super(message);
        this.sent = sent;
    }

    static Unreachable neverSent(Server server, IOException cause) {
        return new Unreachable(
                "nobody answers at %s (%s); see: zomg status".formatted(server, reason(cause)),
                false);
    }

    static Unreachable late(Server server, Duration patience) {
        return new Unreachable(
                "%s did not answer within %d seconds".formatted(server, patience.toSeconds()),
                true);
    }

    static Unreachable broken(Server server, IOException cause) {
        return new Unreachable(
                "the connection to %s broke (%s)".formatted(server, reason(cause)), true);
    }

    /** Whether the server may have acted on the request. */
    public boolean mayHaveActed() {
        return sent;
    }

    private static String reason(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
