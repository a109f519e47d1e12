package zomg.db;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * Why nothing can be written to the file of H2 just now.
 *
 * @param unsynced whether a sync failed: what the disk has is unknown since then, also if the file
 *     is read
 */
record H2Trouble(Kind kind, String cause, boolean unsynced) {

    /** What came between H2 and its file. */
    enum Kind {
        /** There is no room; it may come. */
        FULL,
        /**
         * A thread was interrupted while it wrote, which closes the file, and says nothing of it.
         */
        INTERRUPTED,
        /** Anything else: what the disk does next nobody knows. */
        FAILED
    }

    /** H2 says so of a database that it gave up. */
    private static final String CLOSED = "90098";

    /** The words of the C locale, which is the server's. */
    private static final String NO_SPACE = "No space left on device";

    private static final String QUOTA = "Disk quota exceeded";

    /**
     * H2 gives a database up at the first write that fails, and says why to all that come later.
     */
    static boolean isBehind(Throwable failure) {
        return io(failure).isPresent() || isGivenUp(failure);
    }

    /**
     * @param syncing whether it was a sync that failed
     */
    static H2Trouble of(Throwable failure, boolean syncing) {
        boolean unsynced = syncing && !isGivenUp(failure);
        return io(failure)
                .map(io -> new H2Trouble(kind(io), words(io), unsynced))
                .orElseGet(() -> new H2Trouble(Kind.FAILED, "see the server's log", unsynced));
    }

    private static boolean isGivenUp(Throwable failure) {
        return causes(failure)
                .anyMatch(
                        cause ->
                                cause instanceof SQLException sql
                                        && CLOSED.equals(sql.getSQLState()));
    }

    private static Optional<IOException> io(Throwable failure) {
        return causes(failure)
                .filter(IOException.class::isInstance)
                .map(IOException.class::cast)
                .reduce((_, last) -> last);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static Kind kind(IOException failure) {
        String words = words(failure);
        if (words.endsWith(NO_SPACE) || words.endsWith(QUOTA)) {
            return Kind.FULL;
        }
        return failure instanceof ClosedChannelException ? Kind.INTERRUPTED : Kind.FAILED;
    }

    private static String words(IOException failure) {
        return Optional.ofNullable(failure.getMessage())
                .orElseGet(() -> failure.getClass().getSimpleName());
    }

    /** What holds if both do. */
    H2Trouble and(H2Trouble other) {
        H2Trouble worse = mayPass() ? other : this;
        return new H2Trouble(worse.kind, worse.cause, unsynced || other.unsynced);
    }

    boolean mayPass() {
        return kind != Kind.FAILED;
    }

    /** For whoever wants to change something. */
    Refusal refusal(Throwable cause) {
        return new Refusal(
                kind == Kind.FULL ? ErrorCode.INSUFFICIENT_STORAGE : ErrorCode.ENGINE_UNAVAILABLE,
                sentence(),
                cause);
    }

    String sentence() {
        return switch (kind) {
            case FULL ->
                    "the disk of the records is full; nothing can be changed until there is room on it";
            case INTERRUPTED -> "the records are opened again; try again later";
            case FAILED ->
                    "the disk of the records failed (%s); look at dmesg, and start the server again"
                            .formatted(cause);
        };
    }
}
