package zomg.linux.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;
import zomg.linux.process.Command;
import zomg.linux.process.CommandRunner;
import zomg.linux.testing.LoopPool;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubvolumesIT {

    private final Subvolumes subvolumes = new Subvolumes(new Libc());
    private LoopPool pool;
    private int counter;

    @BeforeAll
    void openPool() throws IOException {
        pool = new LoopPool(512);
    }

    @AfterAll
    void closePool() throws IOException {
        pool.close();
    }

    @Test
    void a_snapshot_takes_nested_subvolumes_along_at_every_depth() throws IOException {
        Path source = created();
        Files.writeString(source.resolve("top"), "1");
        Path nested = source.resolve("var/lib/nested volume");
        Files.createDirectories(nested.getParent());
        subvolumes.create(nested);
        Files.writeString(nested.resolve("middle"), "2");
        subvolumes.create(nested.resolve("deep"));
        Files.writeString(nested.resolve("deep/bottom"), "3");
        Path copy = next();

        subvolumes.snapshotWithNested(source, copy, Optional.empty());

        assertThat(copy.resolve("top")).hasContent("1");
        assertThat(copy.resolve("var/lib/nested volume/middle")).hasContent("2");
        assertThat(copy.resolve("var/lib/nested volume/deep/bottom")).hasContent("3");
        Files.writeString(copy.resolve("var/lib/nested volume/deep/bottom"), "changed");
        assertThat(nested.resolve("deep/bottom")).hasContent("3");
    }

    @Test
    void names_of_nested_subvolumes_may_be_of_any_bytes() {
        Path source = created();
        Path copy = next();
        bash("mkdir größe $'\\xff'", source);
        for (String name : List.of("größe/ü", "größe/$'\\xe9'", "$'\\xff'/x")) {
            bash("btrfs -q subvolume create " + name + " && touch " + name + "/file", source);
        }

        subvolumes.snapshotWithNested(source, copy, Optional.empty());

        bash("test -e größe/ü/file -a -e größe/$'\\xe9'/file -a -e $'\\xff'/x/file", copy);
        subvolumes.delete(copy);
        subvolumes.delete(source);
        assertThat(copy).doesNotExist();
        assertThat(source).doesNotExist();
    }

    private static void bash(String script, Path directory) {
        new CommandRunner()
                .require(
                        Command.of(
                                Duration.ofSeconds(20),
                                "bash",
                                "-c",
                                "set -e; cd \"$1\"; " + script,
                                "-",
                                directory.toString()));
    }

    @Test
    void a_subvolume_is_deleted_with_all_that_is_nested_in_it_read_only_ones_too()
            throws IOException {
        Path top = created();
        subvolumes.create(top.resolve("a"));
        subvolumes.create(top.resolve("a/b"));
        subvolumes.snapshot(top.resolve("a/b"), top.resolve("frozen"), true);

        subvolumes.delete(top);

        assertThat(top).doesNotExist();
    }

    @Test
    void more_nested_subvolumes_than_one_call_lists_are_deleted() {
        Path top = created();
        for (int i = 0; i < 300; i++) {
            subvolumes.create(top.resolve("n" + i));
        }

        subvolumes.delete(top);

        assertThat(top).doesNotExist();
    }

    @Test
    void a_snapshot_keeps_what_is_read_only_and_what_is_immutable()
            throws IOException, InterruptedException {
        Path source = created();
        Path fixed = Files.createDirectory(source.resolve("fixed"));
        subvolumes.create(fixed.resolve("writable"));
        subvolumes.create(fixed.resolve("writable/inner"));
        subvolumes.snapshot(fixed.resolve("writable"), fixed.resolve("frozen"), true);
        chattr("+i", fixed);
        Path copy = next();

        subvolumes.snapshotWithNested(source, copy, Optional.empty());

        assertThatThrownBy(() -> Files.writeString(copy.resolve("fixed/frozen/x"), "x"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("Read-only");
        assertThatThrownBy(() -> Files.writeString(copy.resolve("fixed/x"), "x"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("not permitted");
        Files.writeString(copy.resolve("fixed/writable/inner/x"), "x");
        subvolumes.delete(copy);
        subvolumes.delete(source);
        assertThat(copy).doesNotExist();
        assertThat(source).doesNotExist();
    }

    @Test
    void nothing_that_a_user_fixed_keeps_a_subvolume_from_being_deleted()
            throws IOException, InterruptedException {
        Path top = created();
        Path file = Files.writeString(top.resolve("file"), "x");
        Path appended = Files.createDirectory(top.resolve("appended"));
        subvolumes.create(appended.resolve("nested"));
        subvolumes.create(appended.resolve("nested/deep"));
        chattr("+i", file);
        chattr("+i", appended.resolve("nested/deep"));
        chattr("+a", appended);
        chattr("+i", top);

        subvolumes.delete(top);

        assertThat(top).doesNotExist();
    }

    @Test
    void many_levels_are_deleted() {
        Path top = created();
        Path level = top;
        for (int i = 0; i < 100; i++) {
            level = level.resolve("level");
            subvolumes.create(level);
        }

        subvolumes.delete(top);

        assertThat(top).doesNotExist();
    }

    private static void chattr(String flag, Path path) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("chattr", flag, path.toString()).start().waitFor()).isZero();
    }

    @Test
    void a_link_inside_leads_no_deletion_outside() throws IOException {
        Path outside = created();
        Files.writeString(outside.resolve("precious"), "kept");
        Path top = created();
        Files.createSymbolicLink(top.resolve("escape"), outside);
        subvolumes.create(top.resolve("nested"));

        subvolumes.delete(top);

        assertThat(outside.resolve("precious")).hasContent("kept");
    }

    @Test
    void a_read_only_snapshot_cannot_be_written() throws IOException {
        Path source = created();
        Path frozen = next();

        subvolumes.snapshot(source, frozen, true);

        assertThatThrownBy(() -> Files.writeString(frozen.resolve("x"), "x"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void only_a_subvolume_is_one() throws IOException {
        Path directory = Files.createDirectory(next());

        assertThat(subvolumes.isSubvolume(created())).isTrue();
        assertThat(subvolumes.isSubvolume(directory)).isFalse();
        assertThat(subvolumes.isSubvolume(next())).isFalse();
    }

    @Test
    void what_btrfs_refuses_is_named() {
        Path existing = created();

        assertThatThrownBy(() -> subvolumes.create(existing))
                .isInstanceOf(SyscallFailed.class)
                .hasMessageContaining("create " + existing)
                .hasMessageContaining("EEXIST");
        assertThatThrownBy(() -> subvolumes.snapshot(next(), next(), false))
                .hasMessageContaining("ENOENT");
    }

    @Test
    void a_pool_can_be_synced() {
        Path one = created();

        subvolumes.sync(pool.path());

        assertThat(one).isDirectory();
    }

    private Path created() {
        Path path = next();
        subvolumes.create(path);
        return path;
    }

    private Path next() {
        return pool.path().resolve("s" + counter++);
    }
}
