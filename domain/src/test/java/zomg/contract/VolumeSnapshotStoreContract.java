package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.model.id.Uid;
import zomg.model.space.Storage;
import zomg.port.VolumeLimits;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeStore;

/** What all snapshots of data volumes on disk do. */
public interface VolumeSnapshotStoreContract {

    /** Empty when a test starts, the same one during a test. */
    VolumeSnapshotStore snapshotStore();

    /** Of the same disk. */
    VolumeStore store();

    /** Of the same disk. */
    VolumeLimits limits();

    /** As a process of a box would. */
    void write(Uid volume, String path, String content);

    Optional<String> read(Uid volume, String path);

    /**
     * Takes room in a volume, in MiB.
     *
     * @return whether its limit lets it
     */
    boolean fill(Uid volume, String path, int mebibytes);

    /** From what was set aside. */
    Optional<String> readAside(Uid uid, String path);

    @Test
    default void a_volume_is_restored_to_what_it_was_as_often_as_one_likes() {
        Uid volume = made();
        write(volume, "/file", "old");
        Uid snapshot = taken(volume);
        write(volume, "/file", "new");
        write(volume, "/more", "new");
        snapshotStore().take(snapshot, volume);

        for (int round = 0; round < 2; round++) {
            snapshotStore().restore(snapshot, volume);
            assertThat(read(volume, "/file")).contains("old");
            assertThat(read(volume, "/more")).isEmpty();
            write(volume, "/file", "again");
        }

        assertThat(store().list()).containsExactly(volume);
        assertThat(snapshotStore().list()).containsExactly(snapshot);
    }

    @Test
    default void a_new_volume_begins_with_what_was_there() {
        Uid volume = made();
        write(volume, "/file", "old");
        Uid snapshot = taken(volume);
        store().delete(volume);
        Uid copy = uid();

        snapshotStore().copy(snapshot, copy);
        write(copy, "/file", "mine");
        snapshotStore().copy(snapshot, copy);

        assertThat(read(copy, "/file")).contains("mine");
        snapshotStore().restore(snapshot, copy);
        assertThat(read(copy, "/file")).contains("old");
    }

    @Test
    default void a_deleted_snapshot_is_gone_and_the_volume_stays() {
        Uid volume = made();
        write(volume, "/file", "old");
        Uid gone = taken(volume);
        Uid stays = taken(volume);

        snapshotStore().delete(gone);
        snapshotStore().delete(gone);
        snapshotStore().delete(uid());

        assertThat(snapshotStore().list()).containsExactly(stays);
        assertThat(read(volume, "/file")).contains("old");
    }

    @Test
    default void one_that_is_put_aside_is_kept() {
        Uid volume = made();
        write(volume, "/file", "precious");
        Uid snapshot = taken(volume);

        snapshotStore().setAside(snapshot);
        snapshotStore().setAside(snapshot);
        snapshotStore().setAside(uid());

        assertThat(snapshotStore().list()).isEmpty();
        assertThat(readAside(snapshot, "/file")).contains("precious");
    }

    @Test
    default void a_volume_of_which_nothing_was_cut_off_is_tidy() {
        Uid volume = made();
        write(volume, "/file", "mine");

        snapshotStore().tidy(volume);
        snapshotStore().tidy(uid());

        assertThat(read(volume, "/file")).contains("mine");
    }

    @Test
    default void a_full_volume_is_kept_and_restored_and_its_limit_holds_after_that() {
        Uid volume = made();
        limits().limit(volume, Optional.of(new Storage(1)));
        assertThat(fill(volume, "/much", 700)).isTrue();
        assertThat(fill(volume, "/most", 320)).isTrue();
        assertThat(fill(volume, "/more", 100)).isFalse();

        Uid snapshot = taken(volume);
        snapshotStore().restore(snapshot, volume);

        assertThat(limits().limit(volume)).contains(new Storage(1));
        assertThat(fill(volume, "/more", 100)).isFalse();
    }

    @Test
    default void a_copy_of_a_snapshot_has_a_limit_of_its_own() {
        Uid volume = made();
        limits().limit(volume, Optional.of(new Storage(1)));
        assertThat(fill(volume, "/much", 800)).isTrue();
        Uid snapshot = taken(volume);
        Uid copy = uid();

        snapshotStore().copy(snapshot, copy);
        limits().limit(copy, Optional.of(new Storage(1)));

        assertThat(fill(copy, "/mine", 800)).isTrue();
        assertThat(fill(copy, "/more", 300)).isFalse();
    }

    private Uid made() {
        Uid volume = uid();
        store().create(volume);
        return volume;
    }

    private Uid taken(Uid volume) {
        Uid snapshot = uid();
        snapshotStore().take(snapshot, volume);
        return snapshot;
    }
}
