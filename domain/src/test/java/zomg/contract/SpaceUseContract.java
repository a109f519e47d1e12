package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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

/** What all measurements of disks tell, together with the stores that make the disks. */
public interface SpaceUseContract {

    long MEBIBYTE = 1 << 20;

    /** What a disk takes besides the content of its files. */
    long LITTLE = MEBIBYTE;

    /** The same one during a test, as all stores are. */
    SpaceUse space();

    RootStore roots();

    SnapshotStore snapshots();

    BaseStore bases();

    VolumeStore volumes();

    VolumeSnapshotStore volumeSnapshots();

    /** A root that is there, a new one at each call. */
    Uid anyRoot();

    /** Writes what nobody has; it is on disk when this returns. */
    void write(Disk disk, String path, int mebibytes);

    void remove(Disk disk, String path);

    @Test
    default void what_nobody_else_has_is_given_back() {
        Disk box = box(anyRoot());
        write(box, "/mine", 4);
        write(box(anyRoot()), "/other", 8);

        SpaceTaken taken = measure(box);

        assertThat(taken.exclusive()).isBetween(4 * MEBIBYTE, 4 * MEBIBYTE + LITTLE);
        assertThat(taken.held()).isEmpty();
        assertThat(taken.heldElsewhere()).isZero();
        assertThat(space().counted(box).orElseThrow())
                .isBetween(4 * MEBIBYTE, 4 * MEBIBYTE + LITTLE);
    }

    @Test
    default void what_a_fork_has_too_is_shared_and_counts_for_its_source() {
        Disk source = box(anyRoot());
        write(source, "/shared", 4);
        Disk fork = fork(source);
        write(source, "/mine", 2);
        write(fork, "/own", 1);

        SpaceTaken ofSource = measure(source);
        SpaceTaken ofFork = measure(fork);

        assertThat(ofSource.shared()).isBetween(4 * MEBIBYTE, 4 * MEBIBYTE + LITTLE);
        assertThat(ofSource.exclusive()).isBetween(2 * MEBIBYTE, 2 * MEBIBYTE + LITTLE);
        assertThat(ofSource.held()).containsOnlyKeys(fork).containsEntry(fork, 4 * MEBIBYTE);
        assertThat(ofFork.shared()).isEqualTo(ofSource.shared());
        assertThat(ofFork.exclusive()).isBetween(MEBIBYTE, MEBIBYTE + LITTLE);
        assertThat(ofFork.held()).isEmpty();
        assertThat(measure(source, fork).exclusive())
                .isBetween(7 * MEBIBYTE, 7 * MEBIBYTE + 2 * LITTLE);
    }

    @Test
    default void what_only_a_fork_still_has_goes_on_counting_for_its_source() {
        Disk source = box(anyRoot());
        write(source, "/shared", 4);
        Disk fork = fork(source);

        remove(source, "/shared");

        SpaceTaken ofSource = measure(source);
        assertThat(ofSource.shared()).isLessThan(LITTLE);
        assertThat(ofSource.held()).containsOnlyKeys(fork).containsEntry(fork, 4 * MEBIBYTE);
        assertThat(space().counted(source).orElseThrow()).isGreaterThanOrEqualTo(4 * MEBIBYTE);
        assertThat(space().counted(fork).orElseThrow()).isLessThan(LITTLE);
        assertThat(measure(fork).exclusive()).isBetween(4 * MEBIBYTE, 4 * MEBIBYTE + LITTLE);
        roots().delete(fork.uid());
        assertThat(measure(source).held()).isEmpty();
    }

    @Test
    default void what_a_snapshot_keeps_goes_with_both() {
        Disk box = box(anyRoot());
        write(box, "/kept", 4);
        Disk snapshot = new Disk(Kind.SNAPSHOT, uid());
        snapshots().take(snapshot.uid(), box.uid());
        remove(box, "/kept");
        write(box, "/new", 2);

        assertThat(measure(box).exclusive()).isBetween(2 * MEBIBYTE, 2 * MEBIBYTE + LITTLE);
        assertThat(measure(box).held()).containsExactlyEntriesOf(Map.of(snapshot, 4 * MEBIBYTE));
        assertThat(measure(snapshot).exclusive()).isBetween(4 * MEBIBYTE, 4 * MEBIBYTE + LITTLE);
        assertThat(measure(box, snapshot).exclusive())
                .isBetween(6 * MEBIBYTE, 6 * MEBIBYTE + 2 * LITTLE);
        assertThat(measure(box, snapshot).held()).isEmpty();
        assertThat(space().counted(snapshot)).isEmpty();
    }

    @Test
    default void a_base_that_was_saved_and_what_was_made_of_it_hold_what_the_box_wrote() {
        Disk box = box(anyRoot());
        write(box, "/saved", 4);
        Disk base = new Disk(Kind.BASE, uid());
        bases().seal(base.uid(), box.uid());
        Disk made = box(uid());
        roots().create(made.uid(), base.uid());
        Disk stranger = box(anyRoot());
        write(stranger, "/other", 1);

        assertThat(measure(box).held())
                .containsEntry(base, 4 * MEBIBYTE)
                .containsEntry(made, 4 * MEBIBYTE)
                .doesNotContainKey(stranger);
        remove(made, "/saved");
        assertThat(measure(box).held()).containsOnlyKeys(base);
    }

    @Test
    default void volumes_their_snapshots_and_copies_are_told_likewise() {
        Disk volume = new Disk(Kind.VOLUME, uid());
        volumes().create(volume.uid());
        write(volume, "/data", 4);
        Disk snapshot = new Disk(Kind.VOLUME_SNAPSHOT, uid());
        volumeSnapshots().take(snapshot.uid(), volume.uid());
        Disk copy = new Disk(Kind.VOLUME, uid());
        volumeSnapshots().copy(snapshot.uid(), copy.uid());
        remove(volume, "/data");
        write(volume, "/new", 2);

        SpaceTaken taken = measure(volume, snapshot);

        assertThat(taken.shared()).isBetween(4 * MEBIBYTE, 4 * MEBIBYTE + LITTLE);
        assertThat(taken.exclusive()).isBetween(2 * MEBIBYTE, 2 * MEBIBYTE + 2 * LITTLE);
        assertThat(taken.held()).containsOnlyKeys(copy).containsEntry(copy, 4 * MEBIBYTE);
        assertThat(space().counted(volume).orElseThrow()).isGreaterThanOrEqualTo(6 * MEBIBYTE);
        volumes().delete(copy.uid());
        assertThat(measure(volume, snapshot).exclusive())
                .isBetween(6 * MEBIBYTE, 6 * MEBIBYTE + 2 * LITTLE);
    }

    @Test
    default void what_is_not_there_takes_nothing() {
        SpaceTaken taken = measure(box(uid()));

        assertThat(taken.shared()).isZero();
        assertThat(taken.exclusive()).isZero();
        assertThat(taken.held()).isEmpty();
    }

    private SpaceTaken measure(Disk... together) {
        Set<Disk> disks = Arrays.stream(together).collect(Collectors.toSet());
        try (SpaceUse.Walk walk = space().walk(disks)) {
            int before = 0;
            while (walk.advance()) {
                assertThat(walk.percent()).isBetween(before, 100);
                before = walk.percent();
            }
            return walk.taken();
        }
    }

    private Disk fork(Disk source) {
        Uid fork = uid();
        roots().fork(fork, source.uid());
        return box(fork);
    }

    private static Disk box(Uid root) {
        return new Disk(Kind.BOX, root);
    }
}
