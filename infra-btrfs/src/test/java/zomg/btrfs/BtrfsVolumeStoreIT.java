package zomg.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.contract.VolumeSnapshotStoreContract;
import zomg.contract.VolumeStoreContract;
import zomg.error.ErrorCode;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Spaces;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.testing.LoopPool;
import zomg.model.id.Uid;
import zomg.model.space.Storage;
import zomg.port.VolumeLimits;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeStore;

final class BtrfsVolumeStoreIT implements VolumeStoreContract, VolumeSnapshotStoreContract {

    private final Libc libc = new Libc();
    private final Subvolumes subvolumes = new Subvolumes(libc);
    @TempDir private Path state;
    private LoopPool disk;
    private PoolDirectories pool;
    private final Quotas quotas = new Quotas(libc);
    private BtrfsVolumeStore store;

    @BeforeEach
    void openPool() throws IOException {
        disk = new LoopPool(3000);
        quotas.enable(disk.path());
        pool = new PoolDirectories(disk.path());
        for (Path directory : pool.all()) {
            Files.createDirectory(directory);
        }
        store = storeKeeping(0);
    }

    private BtrfsVolumeStore storeKeeping(long bytes) {
        return new BtrfsVolumeStore(pool, subvolumes, groups(), reserve(bytes));
    }

    private BoxQuotas groups() {
        return BoxQuotas.ofVolumes(pool, quotas);
    }

    private Reserve reserve(long bytes) {
        return new Reserve(
                pool,
                new Spaces(libc),
                subvolumes,
                new ReserveConfig(OptionalLong.of(bytes), state, 0));
    }

    @Override
    public VolumeSnapshotStore snapshotStore() {
        return new BtrfsVolumeSnapshotStore(pool, subvolumes, reserve(0), store);
    }

    @AfterEach
    void closePool() throws IOException {
        disk.close();
    }

    @Override
    public VolumeStore store() {
        return store;
    }

    @Override
    public VolumeLimits limits() {
        return store;
    }

    @Override
    public void write(Uid volume, String path, String content) {
        try {
            Files.writeString(below(pool.volume(volume), path), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public boolean fill(Uid volume, String path, int mebibytes) {
        return OpenPool.fallocate(below(pool.volume(volume), path), mebibytes);
    }

    @Override
    public Optional<String> read(Uid volume, String path) {
        return readFrom(below(pool.volume(volume), path));
    }

    @Override
    public Optional<String> readAside(Uid volume, String path) {
        return readFrom(below(pool.setAside(volume), path));
    }

    private static Path below(Path top, String path) {
        return top.resolve(path.substring(1));
    }

    private static Optional<String> readFrom(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void subvolumes_nested_in_a_volume_come_along() throws IOException {
        Uid source = uid();
        store.create(source);
        subvolumes.create(pool.volume(source).resolve("nested"));
        write(source, "/nested/file", "deep");
        Uid copy = uid();

        store.copy(copy, source);
        store.delete(source);

        assertThat(read(copy, "/nested/file")).contains("deep");
        store.delete(copy);
        assertThat(store.list()).isEmpty();
        assertThat(pool.volumes()).isEmptyDirectory();
    }

    @Test
    void subvolumes_nested_in_a_volume_are_part_of_its_snapshots() {
        Uid volume = uid();
        store.create(volume);
        subvolumes.create(pool.volume(volume).resolve("nested"));
        write(volume, "/nested/file", "old");
        Uid snapshot = uid();

        snapshotStore().take(snapshot, volume);
        write(volume, "/nested/file", "new");
        snapshotStore().restore(snapshot, volume);

        assertThat(read(volume, "/nested/file")).contains("old");
        snapshotStore().delete(snapshot);
        store.delete(volume);
        assertThat(pool.volumeCheckpoints()).isEmptyDirectory();
        assertThat(pool.volumes()).isEmptyDirectory();
    }

    @Test
    void what_a_restore_left_that_was_cut_off_is_tidied_up() {
        Uid volume = uid();
        store.create(volume);
        write(volume, "/file", "mine");
        Path part = pool.volumes().resolve(volume + ".part");
        subvolumes.snapshot(pool.volume(volume), part, false);

        snapshotStore().tidy(volume);

        assertThat(part).doesNotExist();
        assertThat(read(volume, "/file")).contains("mine");
    }

    @Test
    void what_a_flush_left_that_was_cut_off_is_swept_away() {
        Uid volume = uid();
        store.create(volume);
        Path left = PoolDisk.part(pool.volume(volume));
        subvolumes.snapshot(pool.volume(volume), left, false);

        limits().sweep();

        assertThat(left).doesNotExist();
        assertThat(store.list()).contains(volume);
    }

    @Test
    void on_the_reserve_nothing_is_taken_or_restored() {
        Uid volume = uid();
        store.create(volume);
        Uid snapshot = uid();
        snapshotStore().take(snapshot, volume);
        VolumeSnapshotStore full =
                new BtrfsVolumeSnapshotStore(pool, subvolumes, reserve(1L << 40), store);

        assertRefused(ErrorCode.INSUFFICIENT_STORAGE, () -> full.take(uid(), volume));
        assertRefused(ErrorCode.INSUFFICIENT_STORAGE, () -> full.restore(snapshot, volume));
        assertRefused(ErrorCode.INSUFFICIENT_STORAGE, () -> full.copy(snapshot, uid()));
    }

    @Test
    void what_was_cut_off_is_listed_and_made_anew_or_deleted() {
        Uid volume = uid();
        Path part = pool.volumes().resolve(volume + ".part");
        subvolumes.create(part);
        assertThat(store.list()).containsExactly(volume);

        store.create(volume);
        assertThat(part).doesNotExist();

        subvolumes.create(part);
        store.delete(volume);
        assertThat(store.list()).isEmpty();
    }

    @Test
    void everybody_in_a_box_may_look_into_a_new_volume() throws IOException {
        Uid volume = uid();

        store.create(volume);

        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(pool.volume(volume))))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void volumes_that_every_box_has_are_none_of_these() {
        subvolumes.create(pool.volumes().resolve("box-bin"));
        subvolumes.create(pool.volumes().resolve(uid() + "-home"));

        assertThat(store.list()).isEmpty();
    }

    @Test
    void on_the_reserve_no_volume_is_made() {
        Uid volume = uid();
        store.create(volume);
        VolumeStore full = storeKeeping(1L << 40);

        assertRefused(ErrorCode.INSUFFICIENT_STORAGE, () -> full.create(uid()));
        assertRefused(ErrorCode.INSUFFICIENT_STORAGE, () -> full.copy(uid(), volume));
        full.delete(volume);

        assertThat(store.list()).isEmpty();
    }

    @Test
    void what_is_nested_and_what_a_restore_made_count_for_the_volume() {
        Uid volume = uid();
        store.create(volume);
        store.limit(volume, Optional.of(new Storage(1)));
        subvolumes.create(pool.volume(volume).resolve("nested"));
        assertThat(fill(volume, "/nested/much", 600)).isTrue();
        assertThat(fill(volume, "/more", 600)).isFalse();
        assertThat(fill(volume, "/nested/rest", 420)).isTrue();
        Uid snapshot = uid();

        snapshotStore().take(snapshot, volume);
        snapshotStore().restore(snapshot, volume);

        assertThat(fill(volume, "/more", 100)).isFalse();
        assertThat(fill(volume, "/nested/more", 100)).isFalse();
        assertThat(store.limit(volume)).contains(new Storage(1));
    }

    @Test
    void the_group_of_a_deleted_volume_goes_when_nobody_has_what_it_wrote() throws IOException {
        Uid gone = uid();
        Uid kept = uid();
        store.create(gone);
        Files.write(pool.volume(gone).resolve("shared"), new byte[1 << 20]);
        store.copy(kept, gone);

        store.delete(gone);
        subvolumes.sync(disk.path());
        store.sweep();
        assertThat(groups().list()).containsExactlyInAnyOrder(gone, kept);
        Files.delete(pool.volume(kept).resolve("shared"));

        Instant deadline = Instant.now().plusSeconds(60);
        do {
            subvolumes.sync(disk.path());
            store.sweep();
            assertThat(Instant.now()).isBefore(deadline);
        } while (groups().list().contains(gone));
        assertThat(groups().list()).containsExactly(kept);
        assertThat(quotas.used(disk.path(), QuotaGroup.of(gone))).isEmpty();
    }

    @Test
    void a_pool_that_does_not_count_refuses_limits_and_does_everything_else() throws IOException {
        disk.close();
        disk = new LoopPool(256);
        pool = new PoolDirectories(disk.path());
        for (Path directory : pool.all()) {
            Files.createDirectory(directory);
        }
        store = storeKeeping(0);
        Uid volume = uid();
        store.create(volume);

        assertRefused(
                ErrorCode.QUOTA_UNSUPPORTED,
                () -> store.limit(volume, Optional.of(new Storage(1))));
        store.limit(volume, Optional.empty());
        assertThat(store.limit(volume)).isEmpty();
        snapshotStore().take(uid(), volume);
        store.sweep();
        store.delete(volume);

        assertThat(store.list()).isEmpty();
    }
}
