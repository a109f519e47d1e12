package zomg.linux.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.linux.libc.Libc;
import zomg.linux.process.Command;
import zomg.linux.process.CommandRunner;
import zomg.linux.testing.LoopPool;
import zomg.model.diff.Change;
import zomg.model.diff.ChangedPath;
import zomg.port.Differences;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TreeDifferencesIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration MOST_FOR_HUNDRED = Duration.ofMillis(300);
    private static final Duration MOST_WITHOUT_ORIGIN = Duration.ofSeconds(3);

    private final Libc libc = new Libc();
    private final Subvolumes subvolumes = new Subvolumes(libc);
    private final CommandRunner commands = new CommandRunner();
    private LoopPool pool;
    private int counter;

    @BeforeAll
    void openPool() throws IOException {
        pool = new LoopPool(1024);
    }

    @AfterAll
    void closePool() throws IOException {
        pool.close();
    }

    @Test
    void nothing_changed_is_no_difference() throws IOException {
        Path root = root();
        Path frozen = frozen(root);

        assertThat(compared(frozen, root)).isEmpty();
    }

    @Test
    void files_that_came_went_and_changed_are_told() throws IOException {
        Path root = root();
        Path frozen = frozen(root);

        Files.writeString(root.resolve("etc/new"), "n");
        Files.writeString(root.resolve("etc/hosts"), "other");
        Files.delete(root.resolve("etc/passwd"));
        Files.createDirectories(root.resolve("srv/a/b"));
        Files.writeString(root.resolve("srv/a/b/c"), "c");
        bash("rm -r usr/share", root);

        assertThat(compared(frozen, root))
                .containsExactly(
                        "~ /etc/hosts",
                        "+ /etc/new",
                        "- /etc/passwd",
                        "+ /srv",
                        "+ /srv/a",
                        "+ /srv/a/b",
                        "+ /srv/a/b/c",
                        "- /usr/share",
                        "- /usr/share/doc",
                        "- /usr/share/doc/readme");
    }

    @Test
    void a_rename_is_one_that_went_and_one_that_came_with_all_below() throws IOException {
        Path root = root();
        Path frozen = frozen(root);

        Files.move(root.resolve("usr/share/doc"), root.resolve("etc/doc"));
        Files.move(root.resolve("etc/hosts"), root.resolve("etc/hosts.old"));
        Files.writeString(root.resolve("etc/doc/readme"), "changed where it went");

        assertThat(compared(frozen, root))
                .containsExactly(
                        "+ /etc/doc",
                        "+ /etc/doc/readme",
                        "- /etc/hosts",
                        "+ /etc/hosts.old",
                        "- /usr/share/doc",
                        "- /usr/share/doc/readme");
    }

    @Test
    void names_that_were_swapped_are_modified() throws IOException {
        Path root = root();
        Path frozen = frozen(root);

        Files.move(root.resolve("etc/hosts"), root.resolve("etc/x"));
        Files.move(root.resolve("etc/passwd"), root.resolve("etc/hosts"));
        Files.move(root.resolve("etc/x"), root.resolve("etc/passwd"));

        assertThat(compared(frozen, root)).containsExactly("~ /etc/hosts", "~ /etc/passwd");
    }

    @Test
    void mode_owner_and_attributes_are_modifications_and_times_are_not() throws IOException {
        Path root = root();
        Path frozen = frozen(root);

        Files.setPosixFilePermissions(
                root.resolve("etc/hosts"), PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(root.resolve("etc/passwd"), "unix:uid", 7);
        Files.setAttribute(
                root.resolve("usr/share/doc/readme"),
                "user:colour",
                "red".getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(
                root.resolve("usr/share"), PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(root.resolve("usr/bin/tool"), FileTime.fromMillis(1));
        Files.setLastModifiedTime(root.resolve("usr/bin"), FileTime.fromMillis(1));

        assertThat(compared(frozen, root))
                .containsExactly(
                        "~ /etc/hosts", "~ /etc/passwd", "~ /usr/share", "~ /usr/share/doc/readme");
    }

    @Test
    void what_was_written_anew_with_the_same_bytes_is_no_difference() throws IOException {
        Path root = root();
        Files.write(root.resolve("etc/large"), new byte[300_000]);
        Files.write(root.resolve("etc/changed"), new byte[300_000]);
        Path frozen = frozen(root);

        Files.delete(root.resolve("etc/hosts"));
        Files.writeString(root.resolve("etc/hosts"), "etc/hosts");
        Files.write(root.resolve("etc/part"), new byte[300_000]);
        Files.move(
                root.resolve("etc/part"),
                root.resolve("etc/large"),
                StandardCopyOption.REPLACE_EXISTING);
        byte[] lastDiffers = new byte[300_000];
        lastDiffers[299_999] = 1;
        Files.write(root.resolve("etc/changed"), lastDiffers);

        assertThat(compared(frozen, root)).containsExactly("~ /etc/changed");
    }

    @Test
    void hard_links_and_symbolic_ones_are_told_by_each_of_their_names() throws IOException {
        Path root = root();
        Files.createLink(root.resolve("etc/second"), root.resolve("etc/hosts"));
        Files.createSymbolicLink(root.resolve("etc/link"), Path.of("hosts"));
        Files.createSymbolicLink(root.resolve("etc/file-to-be"), Path.of("hosts"));
        Path frozen = frozen(root);

        Files.createLink(root.resolve("usr/third"), root.resolve("etc/hosts"));
        Files.writeString(root.resolve("etc/second"), "by another name");
        Files.delete(root.resolve("etc/link"));
        Files.createSymbolicLink(root.resolve("etc/link"), Path.of("/etc/passwd"));
        Files.delete(root.resolve("etc/file-to-be"));
        Files.writeString(root.resolve("etc/file-to-be"), "hosts");

        assertThat(compared(frozen, root))
                .containsExactly(
                        "~ /etc/file-to-be",
                        "~ /etc/hosts",
                        "~ /etc/link",
                        "~ /etc/second",
                        "+ /usr/third");
    }

    @Test
    void a_directory_in_the_place_of_a_link_is_modified_and_its_files_came() throws IOException {
        Path root = root();
        Files.createSymbolicLink(root.resolve("lib"), Path.of("usr"));
        Files.createDirectories(root.resolve("opt/old"));
        Path frozen = frozen(root);

        Files.delete(root.resolve("lib"));
        Files.createDirectory(root.resolve("lib"));
        Files.writeString(root.resolve("lib/bin"), "x");
        Files.delete(root.resolve("opt/old"));
        Files.createSymbolicLink(root.resolve("opt/old"), Path.of("/etc"));

        assertThat(compared(frozen, root)).containsExactly("~ /lib", "+ /lib/bin", "~ /opt/old");
    }

    @Test
    void devices_and_pipes_are_told() throws IOException {
        Path root = root();
        bash("mknod etc/device c 1 3; mkfifo etc/pipe", root);
        Path frozen = frozen(root);

        bash("rm etc/device; mknod etc/device c 1 5; mkfifo etc/pipe2", root);

        assertThat(compared(frozen, root)).containsExactly("~ /etc/device", "+ /etc/pipe2");
    }

    @Test
    void names_may_be_of_any_bytes() throws IOException {
        Path root = root();
        bash("mkdir $'w\\xf6rter'; echo 1 >$'w\\xf6rter/\\xff\\n'; echo 1 >'größe'", root);
        Path frozen = frozen(root);

        bash("echo 2 >$'w\\xf6rter/\\xff\\n'; echo 2 >größe; echo 1 >$'\\x01'; echo 1 >ü", root);

        List<Change> changes = changes(frozen, root, Differences.Query.everything());
        assertThat(changes)
                .extracting(one -> one.path().bytes())
                .containsExactly("/\u0001", latin("/größe"), "/w\u00f6rter/\u00ff\n", latin("/ü"));
        assertThat(changes)
                .extracting(Change::toString)
                .contains("~ /größe", "~ /w\ufffdrter/\ufffd\n", "+ /ü");
    }

    @Test
    void nested_subvolumes_are_compared_where_they_stand() throws IOException {
        Path root = root();
        subvolumes.create(root.resolve("usr/kept"));
        Files.writeString(root.resolve("usr/kept/one"), "1");
        subvolumes.create(root.resolve("usr/kept/déep"));
        Files.writeString(root.resolve("usr/kept/déep/two"), "2");
        subvolumes.create(root.resolve("usr/gone"));
        Files.writeString(root.resolve("usr/gone/three"), "3");
        subvolumes.create(root.resolve("usr/anew"));
        Files.writeString(root.resolve("usr/anew/four"), "4");
        Files.writeString(root.resolve("usr/anew/same"), "same");
        Path frozen = frozen(root);
        assertThat(compared(frozen, root)).isEmpty();

        Files.writeString(root.resolve("usr/kept/one"), "changed");
        Files.writeString(root.resolve("usr/kept/déep/new"), "new");
        subvolumes.delete(root.resolve("usr/gone"));
        subvolumes.delete(root.resolve("usr/anew"));
        subvolumes.create(root.resolve("usr/anew"));
        Files.writeString(root.resolve("usr/anew/same"), "same");
        Files.writeString(root.resolve("usr/anew/five"), "5");
        subvolumes.create(root.resolve("usr/more"));
        Files.writeString(root.resolve("usr/more/six"), "6");

        assertThat(compared(frozen, root))
                .containsExactly(
                        "+ /usr/anew/five",
                        "- /usr/anew/four",
                        "- /usr/gone",
                        "- /usr/gone/three",
                        "+ /usr/kept/déep/new",
                        "~ /usr/kept/one",
                        "+ /usr/more",
                        "+ /usr/more/six");
    }

    @Test
    void a_root_that_was_restored_is_compared_with_snapshots_before_and_after() throws IOException {
        Path root = root();
        Path first = frozen(root);
        Files.writeString(root.resolve("etc/later"), "later");
        Files.writeString(root.resolve("etc/hosts"), "later");
        Files.delete(root.resolve("etc/passwd"));
        Path second = frozen(root);
        subvolumes.delete(root);
        subvolumes.snapshot(first, root, false);
        Files.writeString(root.resolve("usr/since"), "s");

        assertThat(compared(first, root)).containsExactly("+ /usr/since");
        assertThat(compared(second, root))
                .containsExactly("~ /etc/hosts", "- /etc/later", "+ /etc/passwd", "+ /usr/since");

        subvolumes.delete(first);
        assertThat(compared(second, root))
                .containsExactly("~ /etc/hosts", "- /etc/later", "+ /etc/passwd", "+ /usr/since");
    }

    @Test
    void what_is_not_related_is_compared_too() throws IOException {
        Path one = root();
        Path other = root();
        Files.writeString(one.resolve("etc/hosts"), "one's");
        Files.writeString(other.resolve("etc/more"), "m");

        assertThat(compared(frozen(one), other)).containsExactly("~ /etc/hosts", "+ /etc/more");
    }

    @Test
    void a_page_goes_on_after_the_last_and_leaves_out_what_is_hidden() throws IOException {
        Path root = root();
        Path frozen = frozen(root);
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/c"), "");
        Files.writeString(root.resolve("a-b"), "");
        Files.createDirectories(root.resolve("home/me"));
        Files.writeString(root.resolve("homeless"), "");

        List<String> all = new ArrayList<>();
        Optional<ChangedPath> last = Optional.empty();
        while (true) {
            List<Change> page =
                    changes(
                            frozen,
                            root,
                            new Differences.Query(last, 2, Set.of(ChangedPath.of("/home"))));
            page.forEach(one -> all.add(one.toString()));
            if (page.size() < 2) {
                break;
            }
            last = Optional.of(page.getLast().path());
        }

        assertThat(all).containsExactly("+ /a", "+ /a-b", "+ /a/b", "+ /a/b/c", "+ /homeless");
    }

    @Test
    void a_tree_deeper_than_any_path_ends_where_paths_end() throws IOException {
        Path root = root();
        Path frozen = frozen(root);
        Path lower = chain(root.resolve("lower"));
        Path upper = chain(root.resolve("upper"));
        Files.writeString(lower.resolve("file"), "nobody can say where");
        Files.move(root.resolve("lower"), upper.resolve("lower"));

        List<String> told = compared(frozen, root);

        assertThat(told).startsWith("+ /upper").hasSize(1 + 15 + 1 + 5);
    }

    /** 3,000 characters of directories. */
    private static Path chain(Path top) throws IOException {
        Path lowest = top;
        for (int i = 0; i < 15; i++) {
            lowest = lowest.resolve("d".repeat(200));
        }
        return Files.createDirectories(lowest);
    }

    @Test
    void it_takes_as_long_as_what_was_changed() throws IOException {
        Path root = large();
        Path frozen = frozen(root);
        bash("for d in $(seq 1 6 600); do echo changed >tree/$d/50; done", root);

        assertThat(fastest(frozen, root, 100)).isLessThan(MOST_FOR_HUNDRED);
    }

    @Test
    void where_what_both_came_from_is_gone_it_reads_names_and_no_files() throws IOException {
        Path root = large();
        Path first = frozen(root);
        Path second = frozen(root);
        subvolumes.delete(root);
        subvolumes.snapshot(first, root, false);
        subvolumes.delete(first);
        bash("for d in $(seq 1 6 600); do echo changed >tree/$d/50; done", root);

        assertThat(fastest(second, root, 100)).isLessThan(MOST_WITHOUT_ORIGIN);
    }

    private Duration fastest(Path frozen, Path root, int changed) throws IOException {
        long fastest = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long began = System.nanoTime();
            assertThat(compared(frozen, root)).hasSize(changed);
            fastest = Math.min(fastest, System.nanoTime() - began);
        }
        return Duration.ofNanos(fastest);
    }

    private Path large() throws IOException {
        Path root = root();
        bash(
                "for d in $(seq 600); do mkdir -p tree/$d;"
                        + " for f in $(seq 100); do echo $d $f >tree/$d/$f; done; done",
                root);
        return root;
    }

    private Path root() throws IOException {
        Path root = pool.path().resolve("root" + counter++);
        subvolumes.create(root);
        for (String file :
                List.of("etc/hosts", "etc/passwd", "usr/bin/tool", "usr/share/doc/readme")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), file);
        }
        return root;
    }

    private Path frozen(Path root) {
        Path target = pool.path().resolve("frozen" + counter++);
        subvolumes.snapshotWithNested(root, target, Optional.empty());
        return target;
    }

    private List<String> compared(Path frozen, Path live) throws IOException {
        return changes(frozen, live, Differences.Query.everything()).stream()
                .map(Change::toString)
                .toList();
    }

    private List<Change> changes(Path frozen, Path live, Differences.Query query)
            throws IOException {
        Path scratch = Files.createDirectory(pool.path().resolve("scratch" + counter++));
        try {
            return new TreeDifferences(libc, subvolumes).compare(frozen, live, scratch, query);
        } finally {
            try (var parts = Files.list(scratch)) {
                parts.forEach(subvolumes::delete);
            }
            Files.delete(scratch);
        }
    }

    private void bash(String script, Path directory) {
        commands.require(
                Command.of(
                        TIMEOUT,
                        "bash",
                        "-c",
                        "set -e; cd \"$1\"; " + script,
                        "-",
                        "" + directory));
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
