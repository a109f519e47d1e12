package zomg.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.contract.DifferencesContract;
import zomg.error.ErrorCode;
import zomg.fixture.BoxFixtures;
import zomg.linux.libc.Libc;
import zomg.linux.process.Command;
import zomg.linux.process.CommandRunner;
import zomg.model.diff.FileContent;
import zomg.model.file.BoxPath;
import zomg.model.id.Uid;
import zomg.port.Differences;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;

class BtrfsDifferencesIT implements DifferencesContract {

    private final Uid base = uid();
    @TempDir private Path state;
    private OpenPool pool;
    private BtrfsDifferences differences;

    @BeforeEach
    void openPool() throws IOException {
        pool = new OpenPool(1000, state);
        differences =
                new BtrfsDifferences(
                        pool.directories(), pool.subvolumes(), new Libc(), BoxFixtures::uid);
        pool.subvolumes().create(pool.directories().base(base));
    }

    @AfterEach
    void closePool() throws IOException {
        pool.close();
    }

    @Override
    public Differences differences() {
        return differences;
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
    public Uid anyRoot() {
        Uid root = uid();
        pool.roots().create(root, base);
        return root;
    }

    @Override
    public void write(Uid root, String path, String content) {
        try {
            Files.writeString(file(root, path), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void remove(Uid root, String path) {
        try {
            Files.delete(file(root, path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void a_comparison_leaves_nothing_and_so_does_one_that_was_cut_off() throws IOException {
        Uid root = anyRoot();
        pool.subvolumes().create(file(root, "/nested"));
        Uid snapshot = uid();
        snapshots().take(snapshot, root);

        assertThat(differences.compare(snapshot, root, Differences.Query.everything())).isEmpty();

        Path compared = pool.directories().compared();
        assertThat(compared).isEmptyDirectory();
        Path cutOff = Files.createDirectory(compared.resolve(uid().value()));
        pool.subvolumes().snapshot(pool.directories().root(root), cutOff.resolve("0"), true);
        BtrfsDifferences.clear(pool.directories(), pool.subvolumes());
        assertThat(compared).isEmptyDirectory();
    }

    @Test
    void no_link_leads_out_of_a_root() throws IOException {
        Uid root = anyRoot();
        Files.createDirectory(file(root, "/etc"));
        write(root, "/etc/shadow", "the box's own");
        Files.createSymbolicLink(file(root, "/absolute"), Path.of("/etc"));
        Files.createSymbolicLink(file(root, "/up"), Path.of("../../../../../../etc"));
        Files.createSymbolicLink(file(root, "/loop"), Path.of("loop"));
        Files.createSymbolicLink(file(root, "/proc"), Path.of("/proc/self/root"));

        for (String path : List.of("/absolute/shadow", "/up/shadow", "/../../etc/shadow")) {
            assertThat(read(root, path)).contains("the box's own");
        }
        assertThat(read(root, "/loop/x")).isEmpty();
        assertThat(read(root, "/proc/etc/shadow")).isEmpty();
    }

    @Test
    void the_content_of_a_link_is_where_it_leads_and_others_have_none() throws IOException {
        Uid root = anyRoot();
        Files.createSymbolicLink(file(root, "/link"), Path.of("/etc/shadow"));
        Files.createDirectory(file(root, "/directory"));
        Files.createFile(file(root, "/empty"));
        new CommandRunner()
                .require(
                        Command.of(
                                Duration.ofSeconds(10), "mkfifo", file(root, "/pipe").toString()));

        assertThat(read(root, "/link")).contains("/etc/shadow");
        assertThat(read(root, "/empty")).contains("");
        assertRefused(ErrorCode.PATH_NOT_SERVED, () -> read(root, "/directory"));
        assertRefused(ErrorCode.PATH_NOT_SERVED, () -> read(root, "/pipe"));
    }

    private Optional<String> read(Uid root, String path) {
        return differences.readRoot(root, new BoxPath(path), 1000).flatMap(FileContent::text);
    }

    private Path file(Uid root, String path) {
        return pool.directories().root(root).resolve(path.substring(1));
    }
}
