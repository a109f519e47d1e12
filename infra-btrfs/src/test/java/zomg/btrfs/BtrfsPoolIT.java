package zomg.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.error.ErrorCode;
import zomg.fixture.BoxFixtures;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Spaces;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.mount.MountTable;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.Command;
import zomg.linux.process.CommandRunner;
import zomg.linux.testing.LoopPool;

class BtrfsPoolIT {

    private static final long SIZE = 256L << 20;

    @TempDir private Path state;

    private final Quotas quotas = new Quotas(new Libc());

    private BtrfsPool pool;

    @BeforeEach
    void makePool() {
        pool = pool(SIZE);
    }

    @AfterEach
    void release() {
        pool.release();
    }

    @Test
    void a_new_image_is_allocated_in_full_mounted_for_nobody_else_and_laid_out()
            throws IOException {
        pool.prepare();

        assertThat(allocatedBytes(image())).isGreaterThanOrEqualTo(SIZE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(image())))
                .isEqualTo("rw-------");
        assertThat(MountTable.read().at(mountPoint()))
                .hasValueSatisfying(mount -> assertThat(mount.type()).isEqualTo("btrfs"));
        assertThat(mountPoint().resolve("roots")).isDirectory();
        assertThat(mountPoint().resolve("volume-backups")).isDirectory();
    }

    @Test
    void what_is_set_up_stays_and_survives_a_release() throws IOException {
        pool.prepare();
        Files.writeString(mountPoint().resolve("roots/kept"), "kept");

        pool.prepare();
        pool.release();
        assertThat(MountTable.read().at(mountPoint())).isEmpty();
        pool.prepare();

        assertThat(mountPoint().resolve("roots/kept")).hasContent("kept");
    }

    @Test
    void a_pool_that_became_read_only_is_a_fault_that_nobody_can_mend() {
        pool.prepare();
        assertThat(pool.fault()).isEmpty();

        String point = mountPoint().toString();
        run("mount", "--bind", point, point);
        run("mount", "-o", "remount,bind,ro", point);

        assertThat(pool.fault()).contains("the pool %s is read-only".formatted(mountPoint()));
        assertThat(assertRefused(ErrorCode.ENGINE_UNAVAILABLE, pool::prepare))
                .hasMessageContaining("read-only; see dmesg");
        run("umount", point);
        assertThat(pool.fault()).isEmpty();
    }

    @Test
    void a_second_server_is_kept_from_the_pool() throws IOException {
        try (LoopPool existing = new LoopPool(256)) {
            BtrfsPool first = pool(Optional.of(existing.path()), SIZE);
            BtrfsPool second = pool(Optional.of(existing.path()), SIZE);
            first.prepare();

            assertRefused(ErrorCode.ENGINE_UNAVAILABLE, second::prepare);
            assertThat(second.isOurs()).isFalse();
            assertThat(first.isOurs()).isTrue();

            first.release();
            second.prepare();
            second.release();
        }
    }

    @Test
    void more_than_the_disk_has_is_refused_and_leaves_no_file() {
        assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> pool(1L << 60).prepare());

        assertThat(state).isEmptyDirectory();
    }

    @Test
    void an_existing_btrfs_is_used_as_it_is() throws IOException {
        try (LoopPool existing = new LoopPool(256)) {
            BtrfsPool here = pool(Optional.of(existing.path()), SIZE);
            here.prepare();

            assertThat(existing.path().resolve("roots")).isDirectory();
            assertThat(image()).doesNotExist();
            here.release();
        }
    }

    @Test
    void an_image_of_ours_counts_what_boxes_write_from_its_first_subvolume_on() {
        pool.prepare();
        assertThat(quotas.areOn(mountPoint())).isTrue();
        pool.release();

        pool.prepare();
        assertThat(quotas.areOn(mountPoint())).isTrue();
    }

    @Test
    void quotas_of_an_existing_btrfs_are_turned_on_only_if_that_is_wanted() throws IOException {
        try (LoopPool existing = new LoopPool(256)) {
            BtrfsPool here = pool(Optional.of(existing.path()), SIZE);
            here.prepare();
            assertThat(quotas.areOn(existing.path())).isFalse();
            here.release();
        }
        try (LoopPool existing = new LoopPool(256)) {
            BtrfsPool here = pool(Optional.of(existing.path()), SIZE, true);
            here.prepare();
            assertThat(quotas.areOn(existing.path())).isTrue();
            here.release();
        }
    }

    @Test
    void a_directory_that_is_not_on_btrfs_is_refused() {
        assertRefused(
                ErrorCode.ENGINE_UNAVAILABLE,
                () -> pool(Optional.of(Path.of("/proc")), SIZE).prepare());
    }

    private static long allocatedBytes(Path file) {
        String blocks =
                new CommandRunner()
                        .require(
                                Command.of(
                                        Duration.ofSeconds(5),
                                        "stat",
                                        "-c",
                                        "%b",
                                        file.toString()));
        return 512 * Long.parseLong(blocks.strip());
    }

    private BtrfsPool pool(long size) {
        return pool(Optional.empty(), size);
    }

    private BtrfsPool pool(Optional<Path> existing, long size) {
        return pool(existing, size, false);
    }

    private BtrfsPool pool(Optional<Path> existing, long size, boolean enableQuota) {
        PoolConfig config = new PoolConfig(existing, image(), mountPoint(), size, enableQuota);
        Subvolumes subvolumes = new Subvolumes(new Libc());
        PoolDirectories directories = new PoolDirectories(config.pool());
        return new BtrfsPool(
                config,
                subvolumes,
                quotas,
                new CommandRunner(),
                new ReadyRoots(
                        directories,
                        subvolumes,
                        new BoxQuotas(directories, quotas),
                        new Reserve(
                                directories,
                                new Spaces(new Libc()),
                                subvolumes,
                                new ReserveConfig(OptionalLong.empty(), state, 0)),
                        BoxFixtures::uid,
                        state.resolve("taken-roots"),
                        0));
    }

    private Path image() {
        return state.resolve("pool.img");
    }

    private Path mountPoint() {
        return state.resolve("pool");
    }

    private void run(String... argv) {
        new CommandRunner().require(Command.of(Duration.ofSeconds(20), argv));
    }
}
