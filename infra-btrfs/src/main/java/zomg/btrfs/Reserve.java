package zomg.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.Space;
import zomg.linux.btrfs.Spaces;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.pool.PoolFailures;

/**
 * Keeps new work from taking the last room: stopping, deleting and recording need some, and boxes
 * that run should not be the first to feel it.
 */
public final class Reserve {

    private static final long METADATA = 64L << 20;
    private static final int MEBIBYTE_SHIFT = 20;

    private final PoolDirectories pool;
    private final Spaces spaces;
    private final Subvolumes subvolumes;
    private final ReserveConfig config;

    public Reserve(
            PoolDirectories pool, Spaces spaces, Subvolumes subvolumes, ReserveConfig config) {
        this.pool = pool;
        this.spaces = spaces;
        this.subvolumes = subvolumes;
        this.config = config;
    }

    /**
     * @throws Refusal INSUFFICIENT_STORAGE if new work would be begun on the reserve
     */
    void require() {
        if (poolLacks().isPresent()) {
            // What was deleted is free only after a commit, and the next one may be far off.
            PoolFailures.translating(() -> subvolumes.commit(pool.pool()));
            poolLacks().ifPresent(Reserve::refuse);
        }
        lack(
                        "the disk of " + config.state(),
                        freeForState(),
                        config.stateBytes(),
                        "make room on it")
                .ifPresent(Reserve::refuse);
    }

    /** Has the space of what was just deleted come back soon, if somebody may wait for it. */
    void giveBackSoon() {
        if (poolLacks().isPresent()) {
            subvolumes.beginCommit(pool.pool());
        }
    }

    private Optional<String> poolLacks() {
        Space space = spaces.of(pool.pool());
        long kept = config.poolBytes(space.size());
        return lack(
                        "the pool",
                        space.dataFree(),
                        kept,
                        "delete boxes, or what fills them, or enlarge the pool")
                .or(
                        () ->
                                lack(
                                        "the pool's metadata",
                                        space.metadataFree(),
                                        Math.min(METADATA, kept / 4),
                                        "delete boxes with many files, or enlarge the pool"));
    }

    private long freeForState() {
        try {
            return Files.getFileStore(config.state()).getUsableSpace();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<String> lack(String what, long free, long kept, String help) {
        return free >= kept
                ? Optional.empty()
                : Optional.of(
                        "%s has %d MiB left, and the last %d are kept in reserve; %s"
                                .formatted(
                                        what,
                                        Math.max(0, free) >> MEBIBYTE_SHIFT,
                                        kept >> MEBIBYTE_SHIFT,
                                        help));
    }

    private static void refuse(String sentence) {
        throw new Refusal(ErrorCode.INSUFFICIENT_STORAGE, sentence);
    }
}
