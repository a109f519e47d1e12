package zomg.cli.support;

import java.io.IOException;
import java.time.Duration;

/** No answer came: the server is away, too slow, or the connection broke. */
public final class Unreachable extends RuntimeException {

    private enum How {
        NEVER_SENT,
        LATE,
        BROKEN
    }

    private final How how;

    private Unreachable(String message, How how) {
        super(message);
        this.how = how;
    }

    static Unreachable neverSent(Server server, IOException cause) {
        return new Unreachable(
                "nobody answers at %s (%s); see: zomg status".formatted(server, reason(cause)),
                How.NEVER_SENT);
    }

    static Unreachable late(Server server, Duration patience) {
        return new Unreachable(
                "%s did not answer within %d seconds".formatted(server, patience.toSeconds()),
                How.LATE);
    }

    /** The connection broke before an answer came, or while it came. */
    public static Unreachable broken(Server server, IOException cause) {
        return new Unreachable(
                "the connection to %s broke (%s)".formatted(server, reason(cause)), How.BROKEN);
    }

    /** Whether the server may have acted on the request. */
    public boolean mayHaveActed() {
        return how != How.NEVER_SENT;
    }

    /** Whether it takes too long: asking again would, too. */
    boolean isLate() {
        return how == How.LATE;
    }

    /** Whether the answer got lost. */
    boolean isBroken() {
        return how == How.BROKEN;
    }

    private static String reason(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
