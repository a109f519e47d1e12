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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.contract.BaseStoreContract;
import zomg.contract.RootStoreContract;
import zomg.error.ErrorCode;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.CommandRunner;
import zomg.linux.testing.LoopPool;
import zomg.model.id.Uid;

class BtrfsStoresIT implements RootStoreContract, BaseStoreContract {

    private static final Path KEYS = Path.of("/nonexistent");

    private final Subvolumes subvolumes = new Subvolumes(new Libc());
    private final Uid base = uid();
    private LoopPool disk;
    private PoolDirectories pool;
    private BtrfsRootStore roots;
    private BtrfsBaseStore bases;

    @BeforeEach
    void openPool() throws IOException {
        disk = new LoopPool(300);
        pool = new PoolDirectories(disk.path());
        for (Path directory : pool.all()) {
            Files.createDirectory(directory);
        }
        roots = new BtrfsRootStore(pool, subvolumes);
        bases =
                new BtrfsBaseStore(
                        pool,
                        subvolumes,
                        new CommandRunner(),
                        Distribution.candidates(
                                Optional.of("bookworm"),
                                Optional.of("http://127.0.0.1:1/none"),
                                KEYS));
        subvolumes.create(pool.base(base));
        Files.writeString(pool.base(base).resolve("base-file"), BASE_CONTENT);
    }

    @AfterEach
    void closePool() throws IOException {
        disk.close();
    }

    @Override
    public BtrfsRootStore roots() {
        return roots;
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

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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
        try (OutputStream file = Files.newOutputStream(pool.root(full).resolve("fill"))) {
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < 400; i++) {
                file.write(megabyte);
            }
        } catch (IOException noSpaceLeft) {
            assertThat(noSpaceLeft).hasMessageContaining("No space left");
        }

        roots.delete(full);
        subvolumes.sync(disk.path());

        assertThat(read(anyRoot(), BASE_FILE)).contains(BASE_CONTENT);
    }

    @Test
    void a_mirror_that_is_out_of_reach_is_named_with_what_to_do() {
        assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> bases.bootstrap(uid()));
    }

    @Test
    void ubuntu_is_tried_first_and_a_wanted_suite_alone() {
        assertThat(Distribution.candidates(Optional.empty(), Optional.empty(), KEYS))
                .extracting(Distribution::suite)
                .containsExactly("noble", "bookworm");
        assertThat(
                        Distribution.candidates(
                                Optional.of("trixie"), Optional.of("http://m/debian"), KEYS))
                .extracting(Distribution::toString)
                .isEqualTo(List.of("Debian trixie from http://m/debian"));
    }
}
