package zomg.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.contract.SpaceUseContract;
import zomg.linux.libc.Libc;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.process.Command;
import zomg.linux.process.CommandOutcome;
import zomg.linux.process.CommandRunner;
import zomg.model.id.Uid;
import zomg.model.space.Disk;
import zomg.model.space.Disk.Kind;
import zomg.model.space.SpaceTaken;
import zomg.port.BaseStore;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.SpaceUse;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeStore;

final class BtrfsSpaceUseIT implements SpaceUseContract {

    private final Uid base = uid();
    @TempDir private Path state;
    private OpenPool pool;
    private BtrfsSpaceUse space;
    private BtrfsVolumeStore volumes;

    @BeforeEach
    void openPool() throws IOException {
        pool = new OpenPool(1000, state);
        space = new BtrfsSpaceUse(pool.directories(), pool.subvolumes(), pool.quotas(), new Libc());
        volumes =
                new BtrfsVolumeStore(
                        pool.directories(),
                        pool.subvolumes(),
                        BoxQuotas.ofVolumes(pool.directories(), pool.quotas()),
                        pool.reserve(0, 0));
        pool.subvolumes().create(pool.directories().base(base));
    }

    @AfterEach
    void closePool() throws IOException {
        pool.close();
    }

    @Override
    public SpaceUse space() {
        return space;
    }

    @Override
    public RootStore roots() {
        return pool.roots();
    }

    @Override
    public SnapshotStore snapshots() {
        return pool.snapshots();
    }

    @Override
    public BaseStore bases() {
        return pool.bases();
    }

    @Override
    public VolumeStore volumes() {
        return volumes;
    }

    @Override
    public VolumeSnapshotStore volumeSnapshots() {
        return new BtrfsVolumeSnapshotStore(
                pool.directories(), pool.subvolumes(), pool.reserve(0, 0), volumes);
    }

    @Override
    public Uid anyRoot() {
        Uid root = uid();
        pool.roots().create(root, base);
        return root;
    }

    @Override
    public void write(Disk disk, String path, int mebibytes) {
        byte[] content = new byte[mebibytes << 20];
        new Random(path.hashCode()).nextBytes(content);
        try {
            Files.write(file(disk, path), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        pool.subvolumes().sync(pool.disk().path());
    }

    @Override
    public void remove(Disk disk, String path) {
        try {
            Files.delete(file(disk, path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        pool.subvolumes().sync(pool.disk().path());
    }

    private Path file(Disk disk, String path) {
        return top(disk).resolve(path.substring(1));
    }

    private Path top(Disk disk) {
        return disk.kind() == Kind.VOLUME
                ? pool.directories().volume(disk.uid())
                : pool.directories().root(disk.uid());
    }

    @Test
    void it_agrees_with_the_tool_of_btrfs_and_with_what_a_deletion_gives_back() throws IOException {
        Disk source = new Disk(Kind.BOX, anyRoot());
        manyFiles(source, "before", 300);
        Uid fork = uid();
        pool.roots().fork(fork, source.uid());
        Disk forked = new Disk(Kind.BOX, fork);
        manyFiles(forked, "after", 200);
        write(forked, "/large", 20);

        SpaceTaken taken = measure(Set.of(forked));

        long[] told = filesystemDu(top(forked));
        // The tool knows of file contents only, and not of those that are in the trees.
        assertThat(taken.exclusive()).isBetween(told[0], told[0] + 2 * LITTLE);
        assertThat(taken.shared()).isEqualTo(told[1]);
        pool.subvolumes().awaitReclaimed(pool.disk().path(), Duration.ofSeconds(30));
        pool.subvolumes().sync(pool.disk().path());
        long before = used();
        pool.roots().delete(fork);
        pool.subvolumes().sync(pool.disk().path());
        assertThat(pool.subvolumes().awaitReclaimed(pool.disk().path(), Duration.ofSeconds(60)))
                .isTrue();
        pool.subvolumes().sync(pool.disk().path());
        assertThat(before - used())
                .isBetween(taken.exclusive() - LITTLE, taken.exclusive() + LITTLE);
    }

    /** Of contents large enough to be extents, and of such as are not. */
    private void manyFiles(Disk disk, String name, int count) throws IOException {
        byte[] content = new byte[10_000];
        for (int number = 0; number < count; number++) {
            new Random(number).nextBytes(content);
            Files.write(file(disk, "/" + name + number), content);
            Files.writeString(file(disk, "/" + name + number + ".small"), "little " + number);
        }
        pool.subvolumes().sync(pool.disk().path());
    }

    /** Of data and of trees; the latter once, though they are written twice. */
    private long used() {
        return run("filesystem", "df", "--raw", pool.disk().path().toString())
                .lines()
                .filter(line -> line.startsWith("Data") || line.startsWith("Metadata"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf("used=") + 5)))
                .sum();
    }

    /** Exclusive and shared bytes. */
    private static long[] filesystemDu(Path top) {
        String line =
                run("filesystem", "du", "--raw", "--summarize", top.toString())
                        .lines()
                        .toList()
                        .getLast()
                        .strip();
        List<String> numbers = Pattern.compile("\\s+").splitAsStream(line).toList();
        return new long[] {Long.parseLong(numbers.get(1)), Long.parseLong(numbers.get(2))};
    }

    private static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("btrfs"));
        command.addAll(List.of(arguments));
        CommandOutcome outcome =
                new CommandRunner()
                        .run(Command.of(Duration.ofSeconds(20), command.toArray(String[]::new)));
        if (outcome instanceof CommandOutcome.Exited(int code, String output, _) && code == 0) {
            return output;
        }
        throw new AssertionError(outcome.toString());
    }

    @Test
    void what_is_nested_in_tmp_and_in_a_replaced_root_is_of_the_box() throws IOException {
        Disk box = new Disk(Kind.BOX, anyRoot());
        pool.subvolumes().create(top(box).resolve("nested"));
        write(box, "/nested/file", 2);
        Disk snapshot = new Disk(Kind.SNAPSHOT, uid());
        pool.snapshots().take(snapshot.uid(), box.uid());
        pool.snapshots().restore(box.uid(), snapshot.uid());
        Path scratch = pool.directories().scratch(box.uid());
        pool.subvolumes().create(scratch);
        Files.write(scratch.resolve("file"), new byte[1 << 20]);
        pool.subvolumes().sync(pool.disk().path());

        SpaceTaken together = measure(Set.of(box, snapshot));
        SpaceTaken alone = measure(Set.of(box));

        assertThat(together.exclusive()).isBetween(3 * MEBIBYTE, 4 * MEBIBYTE);
        assertThat(together.shared()).isZero();
        assertThat(alone.shared()).isEqualTo(2 * MEBIBYTE);
        assertThat(alone.held()).containsEntry(snapshot, 2 * MEBIBYTE);
    }

    @Test
    void what_is_put_aside_holds_what_it_has() {
        Disk box = new Disk(Kind.BOX, anyRoot());
        write(box, "/file", 2);
        Uid aside = uid();
        pool.roots().fork(aside, box.uid());
        pool.roots().setAside(aside);

        SpaceTaken taken = measure(Set.of(box));

        assertThat(taken.held()).isEmpty();
        assertThat(taken.heldElsewhere()).isEqualTo(2 * MEBIBYTE);
    }

    private SpaceTaken measure(Set<Disk> together) {
        try (SpaceUse.Walk walk = space.walk(together)) {
            while (walk.advance()) {
                assertThat(walk.percent()).isLessThanOrEqualTo(100);
            }
            return walk.taken();
        }
    }
}
