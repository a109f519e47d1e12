package zomg.btrfs;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What new work leaves free.
 *
 * @param pool of the pool, in bytes; empty: a share of it
 * @param state the state directory, where the records are
 * @param stateBytes of the file system that holds it
 */
public record ReserveConfig(OptionalLong pool, Path state, long stateBytes) {

    private static final long LEAST = 2L << 30;

    /** A twentieth, but 2 GiB at least, but a tenth at most: small pools must be of use too. */
    long poolBytes(long size) {
        return pool.orElse(Math.min(size / 10, Math.max(size / 20, LEAST)));
    }
}
