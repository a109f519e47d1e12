package zomg.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.contract.BaseStoreContract;
import zomg.contract.SnapshotStoreContract;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Space;
import zomg.linux.btrfs.Spaces;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.Command;
import zomg.linux.process.CommandRunner;
import zomg.linux.testing.LoopPool;
import zomg.model.base.BaseSource;
import zomg.model.id.Uid;
import zomg.model.space.Storage;

class BtrfsStoresIT implements SnapshotStoreContract, BaseStoreContract {

    private final Uid base = uid();
    @TempDir private Path state;
    private OpenPool open;
    private LoopPool disk;
    private PoolDirectories pool;
    private Subvolumes subvolumes;
    private Quotas quotas;
    private BtrfsRootStore roots;
    private BtrfsSnapshotStore snapshots;
    private BtrfsBaseStore bases;
    private ReadyRoots ready;

    @BeforeEach
    void openPool() throws IOException {
        open = new OpenPool(4000, state);
        disk = open.disk();
        pool = open.directories();
        subvolumes = open.subvolumes();
        quotas = open.quotas();
        roots = open.roots();
        snapshots = open.snapshots();
        bases = open.bases();
        ready = open.ready();
        subvolumes.create(pool.base(base));
        Files.writeString(pool.base(base).resolve("base-file"), BASE_CONTENT);
    }

    @AfterEach
    void closePool() throws IOException {
        open.close();
    }

    @Override
    public BtrfsRootStore roots() {
        return roots;
    }

    @Override
    public BtrfsSnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public Optional<String> readKept(Uid snapshot, String path) {
        return read(pool.checkpoint(snapshot).resolve(path.substring(1)));
    }

    @Override
    public BtrfsBaseStore baseStore() {
        return bases;
    }

    @Override
    public Uid base() {
        return base;
    }

    @Override
    public Uid anyRoot() {
        Uid root = uid();
        roots.create(root, base);
        return root;
    }

    @Override
    public void write(Uid root, String path, String content) {
        try {
            Files.writeString(pool.root(root).resolve(path.substring(1)), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Optional<String> read(Uid root, String path) {
        return read(pool.root(root).resolve(path.substring(1)));
    }

    @Override
    public Optional<String> readSetAside(Uid root, String path) {
        return read(pool.setAside(root).resolve(path.substring(1)));
    }

    @Override
    public boolean fill(Uid root, String path, int mebibytes) {
        return OpenPool.fallocate(pool.root(root).resolve(path.substring(1)), mebibytes);
    }

    /** Takes room without writing gigabytes. */
    private Reserve reserve(long poolBytes, long stateBytes) {
        return open.reserve(poolBytes, stateBytes);
    }

    private BoxQuotas groups() {
        return open.groups();
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void a_directory_and_an_archive_of_it_become_equal_bases() throws IOException {
        Path system = Files.createDirectories(state.resolve("system"));
        Files.createDirectories(system.resolve("usr/bin"));
        Files.createSymbolicLink(system.resolve("bin"), Path.of("usr/bin"));
        Files.writeString(system.resolve("usr/bin/tini"), "");
        Files.writeString(system.resolve("usr/bin/bash"), "");
        Files.setAttribute(system.resolve("usr/bin/bash"), "unix:uid", 7);
        Path archive = state.resolve("system.tar.gz");
        new CommandRunner()
                .require(
                        Command.of(
                                Duration.ofSeconds(20),
                                "tar",
                                "--create",
                                "--gzip",
                                "--file=" + archive,
                                "--directory=" + system,
                                "."));

        for (Path source : List.of(system, archive)) {
            Uid imported = uid();
            bases.load(imported, BaseSource.parse(source.toString()));

            assertThat(Files.getAttribute(pool.base(imported).resolve("bin/bash"), "unix:uid"))
                    .isEqualTo(7);
            Uid root = uid();
            roots.create(root, imported);
            write(root, "/written", "x");
        }
    }

    @Test
    void what_no_box_can_start_from_is_not_imported() throws IOException {
        Path empty = Files.createDirectory(state.resolve("empty"));
        Path noArchive = Files.writeString(state.resolve("text"), "text");

        for (Path source :
                List.of(empty, noArchive, state.resolve("none"), pool.pool(), Path.of("/"))) {
            assertRefused(
                    ErrorCode.INVALID_REQUEST,
                    () -> bases.load(uid(), BaseSource.parse(source.toString())));
        }
    }

    @Test
    void a_base_holds_what_is_nested_in_a_root_and_so_do_roots_of_it() {
        Uid source = anyRoot();
        subvolumes.create(pool.root(source).resolve("nested"));
        write(source, "/nested/file", "kept");
        Uid sealed = uid();
        bases.seal(sealed, source);
        Uid copied = uid();
        bases.copy(copied, sealed);

        for (Uid each : List.of(sealed, copied)) {
            Uid root = uid();
            roots.create(root, each);
            assertThat(read(root, "/nested/file")).contains("kept");
            write(root, "/nested/file", "its own");
        }
        bases.delete(sealed);
        assertThat(pool.base(sealed)).doesNotExist();
    }

    @Test
    void a_fork_that_was_cut_off_is_listed_and_deleted() throws IOException {
        Uid half = uid();
        subvolumes.create(pool.roots().resolve(half + ".part"));

        assertThat(roots.list()).containsExactly(half);
        roots.delete(half);

        assertThat(roots.list()).isEmpty();
    }

    @Test
    void a_fork_that_was_cut_off_is_never_set_aside() throws IOException {
        Uid half = uid();
        subvolumes.create(pool.roots().resolve(half + ".part"));

        roots.setAside(half);

        assertThat(pool.roots()).isEmptyDirectory();
        assertThat(pool.setAside()).isEmptyDirectory();
    }

    @Test
    void what_is_nested_is_set_aside_with_its_root() throws IOException {
        Uid root = anyRoot();
        subvolumes.create(pool.root(root).resolve("nested"));
        write(root, "/nested/file", "deep");

        roots.setAside(root);

        assertThat(readSetAside(root, "/nested/file")).contains("deep");
        assertThat(subvolumes.isSubvolume(pool.setAside(root).resolve("nested"))).isTrue();
    }

    /** As after a person copied it back without a record. */
    @Test
    void what_is_aside_already_is_never_replaced() {
        Uid root = anyRoot();
        write(root, "/file", "first");
        roots.setAside(root);
        roots.create(root, base);
        write(root, "/file", "second");

        assertThatThrownBy(() -> roots.setAside(root)).isInstanceOf(UncheckedIOException.class);

        assertThat(readSetAside(root, "/file")).contains("first");
        assertThat(read(root, "/file")).contains("second");
    }

    @Test
    void what_is_no_uid_in_the_pool_is_not_ours() throws IOException {
        Files.createDirectory(pool.roots().resolve("lost+found"));

        assertThat(roots.list()).isEmpty();
    }

    @Test
    void a_full_pool_refuses_and_takes_new_work_after_a_deletion() throws IOException {
        Uid full = anyRoot();
        OpenPool.fallocate(pool.root(full).resolve("most"), 3000);
        try (OutputStream file = Files.newOutputStream(pool.root(full).resolve("rest"))) {
            assertThatThrownBy(() -> writeTimes(file, new byte[1 << 20], 1000))
                    .hasMessageContaining("No space left");
        }

        roots.delete(full);
        subvolumes.sync(disk.path());

        assertThat(read(anyRoot(), BASE_FILE)).contains(BASE_CONTENT);
    }

    @Test
    void what_is_nested_counts_too_and_a_full_box_is_deleted_with_it() throws IOException {
        Uid root = anyRoot();
        roots.limit(root, Optional.of(new Storage(1)));
        Path nested = pool.root(root).resolve("nested");
        subvolumes.create(nested);

        assertThat(OpenPool.fallocate(nested.resolve("much"), 600)).isTrue();
        assertThat(fill(root, "/more", 600)).isFalse();
        assertThat(fill(root, "/more", 415)).isTrue();
        try (OutputStream file = Files.newOutputStream(nested.resolve("rest"))) {
            byte[] block = new byte[1 << 16];
            assertThatThrownBy(() -> writeTimes(file, block, 1000))
                    .hasMessageContaining("Disk quota exceeded");
        }

        roots.delete(root);
        assertThat(pool.root(root)).doesNotExist();
    }

    private static void writeTimes(OutputStream file, byte[] block, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            file.write(block);
        }
    }

    @Test
    void what_is_nested_in_a_fork_counts_for_the_fork() {
        Uid source = anyRoot();
        subvolumes.create(pool.root(source).resolve("nested"));
        Uid fork = uid();
        roots.fork(fork, source);
        roots.limit(fork, Optional.of(new Storage(1)));

        assertThat(OpenPool.fallocate(pool.root(fork).resolve("nested/much"), 600)).isTrue();
        assertThat(OpenPool.fallocate(pool.root(fork).resolve("nested/more"), 600)).isFalse();
        assertThat(fill(source, "/nested/much", 600)).isTrue();
    }

    @Test
    void the_group_of_a_deleted_box_goes_when_btrfs_has_cleaned_up_behind_it() {
        Uid gone = anyRoot();
        Uid kept = anyRoot();
        Uid aside = anyRoot();
        roots.setAside(aside);
        roots.delete(gone);
        assertThat(groups().list()).containsExactlyInAnyOrder(gone, kept, aside);

        sweepUntilGone(gone);

        assertThat(groups().list()).containsExactlyInAnyOrder(kept, aside);
        assertThat(quotas.used(disk.path(), QuotaGroup.of(gone))).isEmpty();
    }

    /** Each sync also wakes up btrfs' cleaner. */
    private void sweepUntilGone(Uid root) {
        Instant deadline = Instant.now().plusSeconds(60);
        do {
            subvolumes.sync(disk.path());
            roots.sweep();
            assertThat(Instant.now()).isBefore(deadline);
        } while (groups().list().contains(root));
    }

    @Test
    void what_a_fork_still_shares_keeps_its_sources_group_until_it_goes_too() throws IOException {
        Uid source = anyRoot();
        Files.write(pool.root(source).resolve("shared"), new byte[1 << 20]);
        Uid fork = uid();
        roots.fork(fork, source);
        roots.delete(source);
        subvolumes.sync(disk.path());
        roots.sweep();
        assertThat(groups().list()).contains(source);

        roots.delete(fork);

        sweepUntilGone(fork);
        sweepUntilGone(source);
    }

    @Test
    void a_pool_that_does_not_count_refuses_limits_and_does_everything_else() throws IOException {
        open.close();
        open = new OpenPool(256, state, false);
        disk = open.disk();
        pool = open.directories();
        ready = open.ready();
        subvolumes.create(pool.base(base));
        roots = new BtrfsRootStore(pool, subvolumes, groups(), reserve(0, 0), ready);
        Uid before = anyRoot();

        assertRefused(
                ErrorCode.QUOTA_UNSUPPORTED,
                () -> roots.limit(before, Optional.of(new Storage(1))));
        roots.limit(before, Optional.empty());
        roots.sweep();
        quotas.enable(disk.path());
        assertRefused(
                ErrorCode.QUOTA_UNSUPPORTED,
                () -> roots.limit(before, Optional.of(new Storage(1))));

        roots.limit(anyRoot(), Optional.of(new Storage(1)));
        roots.delete(before);
    }

    @Test
    void new_work_is_refused_below_the_reserve_and_taken_again_after_a_deletion() {
        Uid full = anyRoot();
        Uid other = anyRoot();
        roots = new BtrfsRootStore(pool, subvolumes, groups(), reserve(500L << 20, 0), ready);
        roots.create(uid(), base);
        fill(full, "/most", 3000);
        Uid refused = uid();

        Refusal create =
                assertRefused(ErrorCode.INSUFFICIENT_STORAGE, () -> roots.create(refused, base));
        assertRefused(ErrorCode.INSUFFICIENT_STORAGE, () -> roots.fork(refused, other));

        assertThat(create).hasMessageContaining("the last 500 are kept in reserve; delete boxes");
        assertThat(roots.list()).hasSize(3).doesNotContain(refused);
        roots.create(other, base);
        roots.limit(other, Optional.of(new Storage(1)));
        roots.delete(full);
        await(Duration.ofSeconds(20), () -> roots.create(refused, base));
    }

    /** Asking is what brings it about: nobody has to wait for btrfs' next own commit. */
    private static void await(Duration patience, Runnable work) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                work.run();
                return;
            } catch (Refusal notYet) {
                assertThat(System.nanoTime()).as(notYet.getMessage()).isLessThan(deadline);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    @Test
    void a_full_disk_of_the_state_is_named() {
        roots = new BtrfsRootStore(pool, subvolumes, groups(), reserve(0, Long.MAX_VALUE), ready);

        Refusal refusal = assertRefused(ErrorCode.INSUFFICIENT_STORAGE, this::anyRoot);

        assertThat(refusal).hasMessageContaining("the disk of " + disk.path());
    }

    @Test
    void data_and_metadata_are_told_apart_and_a_small_pool_keeps_less() {
        Space before = new Spaces(new Libc()).of(disk.path());

        assertThat(before.size()).isEqualTo(4000L << 20);
        assertThat(before.dataFree()).isBetween(3000L << 20, 4000L << 20);
        assertThat(before.metadataFree()).isBetween(1500L << 20, 2200L << 20);
        assertThat(new ReserveConfig(OptionalLong.empty(), disk.path(), 0).poolBytes(20L << 30))
                .isEqualTo(2L << 30);
        assertThat(new ReserveConfig(OptionalLong.empty(), disk.path(), 0).poolBytes(4L << 30))
                .isEqualTo((4L << 30) / 10);
    }

    @Test
    void a_mirror_that_is_out_of_reach_is_named_with_what_to_do() {
        assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> bases.bootstrap(uid()));
    }

    @Test
    void the_space_of_a_deleted_root_comes_back() {
        Uid root = uid();
        roots.create(root, base);
        roots.delete(root);
        BtrfsFreedSpace freed = new BtrfsFreedSpace(pool, subvolumes);

        assertThat(freed.await(Duration.ofMinutes(1))).isTrue();
        assertThat(freed.await(Duration.ZERO)).isTrue();
    }

    private static List<Distribution> candidates(Optional<String> suite, Optional<String> mirror) {
        return Distributions.of(suite, mirror, Distributions.Mirrors.PUBLIC, OpenPool.KEYS)
                .candidates();
    }

    @Test
    void a_suite_is_imported_from_its_mirror() throws IOException {
        Uid imported = uid();

        String origin = bases.load(imported, BaseSource.parse("debian:bookworm"));

        assertThat(origin).isEqualTo("Debian bookworm from http://deb.debian.org/debian");
        assertThat(read(pool.base(imported).resolve("etc/os-release")).orElseThrow())
                .contains("VERSION_CODENAME=bookworm");
        assertThat(pool.base(imported).resolve("usr/bin/tini")).isExecutable();
        assertThatThrownBy(() -> Files.createFile(pool.base(imported).resolve("new")))
                .hasMessageContaining("Read-only");
        assertThat(read(rootOf(imported), "/etc/apt/sources.list").orElseThrow())
                .startsWith("deb http://deb.debian.org/debian bookworm main");
    }

    private Uid rootOf(Uid imported) {
        Uid root = uid();
        roots.create(root, imported);
        return root;
    }

    @Test
    void a_suite_that_cannot_be_had_is_refused_and_what_to_set_is_named() {
        assertThat(
                        assertRefused(
                                ErrorCode.INVALID_REQUEST,
                                () -> bases.load(uid(), BaseSource.parse("debian:no-such-suite"))))
                .hasMessageContaining("must be a suite that http://deb.debian.org/debian has");
        assertRefused(
                ErrorCode.ENGINE_UNAVAILABLE,
                () -> bases.load(uid(), BaseSource.parse("ubuntu:noble")));
        assertThat(bases.list()).containsExactly(base);
    }

    /** As when it is called off: what it had begun does not go on behind our back. */
    @Test
    void an_import_that_is_interrupted_ends() throws InterruptedException {
        Uid half = uid();
        Thread importing =
                Thread.ofPlatform()
                        .start(
                                () ->
                                        assertThatThrownBy(
                                                        () ->
                                                                bases.load(
                                                                        half,
                                                                        BaseSource.parse(
                                                                                "debian:bookworm")))
                                                .isInstanceOf(Refusal.class));
        Path begun = pool.base(half).resolve("debootstrap");
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.exists(begun) && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }

        importing.interrupt();

        assertThat(importing.join(Duration.ofSeconds(20))).isTrue();
        bases.delete(half);
        assertThat(bases.list()).containsExactly(base);
    }

    @Test
    void ubuntu_is_tried_first_and_a_wanted_suite_alone() {
        assertThat(candidates(Optional.empty(), Optional.empty()))
                .extracting(Distribution::suite)
                .containsExactly("noble", "bookworm");
        assertThat(candidates(Optional.of("trixie"), Optional.of("http://m/debian")))
                .extracting(Distribution::toString)
                .isEqualTo(List.of("Debian trixie from http://m/debian"));
    }
}
