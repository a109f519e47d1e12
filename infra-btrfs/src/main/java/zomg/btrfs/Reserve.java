package zomg.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.Space;
import zomg.linux.btrfs.Spaces;
import zomg.linux.pool.PoolDirectories;

/**
 * Keeps new work from taking the last room: stopping, deleting and recording need some, and boxes
 * that run should not be the first to feel it.
 */
public final class Reserve {

    private static final long METADATA = 64L << 20;
    private static final int MEBIBYTE_SHIFT = 20;

    private final PoolDirectories pool;
    private final Spaces spaces;
    private final ReserveConfig config;

    public Reserve(PoolDirectories pool, Spaces spaces, ReserveConfig config) {
        this.pool = pool;
        this.spaces = spaces;
        this.config = config;
    }

    /**
     * @throws Refusal INSUFFICIENT_STORAGE if new work would be begun on the reserve
     */
    void require() {
        Space space = spaces.of(pool.pool());
        long kept = config.poolBytes(space.size());
        require(
                "the pool",
                space.dataFree(),
                kept,
                "delete boxes, or what fills them, or enlarge the pool");
        require(
                "the pool's metadata",
                space.metadataFree(),
                Math.min(METADATA, kept / 4),
                "delete boxes with many files, or enlarge the pool");
        require(
                "the disk of " + config.state(),
                freeForState(),
                config.stateBytes(),
                "make room on it");
    }

    private long freeForState() {
        try {
            return Files.getFileStore(config.state()).getUsableSpace();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void require(String what, long free, long kept, String help) {
        if (free < kept) {
            throw new Refusal(
                    ErrorCode.INSUFFICIENT_STORAGE,
                    "%s has %d MiB left, and the last %d are kept in reserve; %s"
                            .formatted(
                                    what,
                                    Math.max(0, free) >> MEBIBYTE_SHIFT,
                                    kept >> MEBIBYTE_SHIFT,
                                    help));
        }
    }
}
