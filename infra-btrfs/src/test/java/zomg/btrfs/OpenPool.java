package zomg.btrfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.fixture.BoxFixtures;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Spaces;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.Command;
import zomg.linux.process.CommandOutcome;
import zomg.linux.process.CommandRunner;
import zomg.linux.testing.LoopPool;

/** A real pool of its own, with all stores on it and without any reserve. */
final class OpenPool implements AutoCloseable {

    static final Path KEYS = Path.of("/nonexistent");

    private static final String NOWHERE = "http://127.0.0.1:1/none";

    /** Debian's is real. */
    private static final Distributions.Mirrors MIRRORS =
            new Distributions.Mirrors(Distributions.Mirrors.PUBLIC.debian(), NOWHERE);

    private final Subvolumes subvolumes = new Subvolumes(new Libc());
    private final Quotas quotas = new Quotas(new Libc());
    private final LoopPool disk;
    private final PoolDirectories pool;
    private final ReadyRoots ready;
    private final BtrfsRootStore roots;
    private final BtrfsSnapshotStore snapshots;
    private final BtrfsBaseStore bases;

    /**
     * @param state where a server would have its state
     */
    OpenPool(int mebibytes, Path state) throws IOException {
        this(mebibytes, state, true);
    }

    /**
     * @param counting whether what is written is counted
     */
    OpenPool(int mebibytes, Path state, boolean counting) throws IOException {
        disk = new LoopPool(mebibytes);
        if (counting) {
            quotas.enable(disk.path());
        }
        pool = new PoolDirectories(disk.path());
        for (Path directory : pool.all()) {
            Files.createDirectory(directory);
        }
        ready =
                new ReadyRoots(
                        pool,
                        subvolumes,
                        groups(),
                        reserve(0, 0),
                        BoxFixtures::uid,
                        state.resolve("taken-roots"),
                        1);
        ready.open();
        roots = new BtrfsRootStore(pool, subvolumes, groups(), reserve(0, 0), ready);
        snapshots = new BtrfsSnapshotStore(pool, subvolumes, groups(), reserve(0, 0), roots);
        bases =
                new BtrfsBaseStore(
                        pool,
                        subvolumes,
                        groups(),
                        reserve(0, 0),
                        ready,
                        new CommandRunner(),
                        Distributions.of(
                                Optional.of("bookworm"), Optional.of(NOWHERE), MIRRORS, KEYS),
                        Duration.ofMinutes(10));
    }

    LoopPool disk() {
        return disk;
    }

    PoolDirectories directories() {
        return pool;
    }

    Subvolumes subvolumes() {
        return subvolumes;
    }

    Quotas quotas() {
        return quotas;
    }

    ReadyRoots ready() {
        return ready;
    }

    BtrfsRootStore roots() {
        return roots;
    }

    BtrfsSnapshotStore snapshots() {
        return snapshots;
    }

    BtrfsBaseStore bases() {
        return bases;
    }

    /**
     * Takes room in a file, at once.
     *
     * @return whether quotas let it
     */
    static boolean fallocate(Path file, int mebibytes) {
        return switch (new CommandRunner()
                .run(
                        Command.of(
                                Duration.ofSeconds(20),
                                "fallocate",
                                "--length",
                                mebibytes + "M",
                                file.toString()))) {
            case CommandOutcome.Exited(int code, _, _) when code == 0 -> true;
            case CommandOutcome.Exited(_, _, String error)
                    when error.contains("Disk quota exceeded") ->
                    false;
            case CommandOutcome other -> throw new AssertionError(other.toString());
        };
    }

    BoxQuotas groups() {
        return new BoxQuotas(pool, quotas);
    }

    Reserve reserve(long poolBytes, long stateBytes) {
        return new Reserve(
                pool,
                new Spaces(new Libc()),
                subvolumes,
                new ReserveConfig(OptionalLong.of(poolBytes), disk.path(), stateBytes));
    }

    @Override
    public void close() throws IOException {
        ready.close();
        disk.close();
    }
}
