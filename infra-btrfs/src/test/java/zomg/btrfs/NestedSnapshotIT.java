package zomg.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.uid;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.linux.btrfs.Subvolumes;
import zomg.model.id.Uid;

/** Roots in which their users made subvolumes. */
final class NestedSnapshotIT {

    private final Uid root = uid();
    private final Uid snapshot = uid();
    @TempDir private Path state;
    private OpenPool open;
    private Subvolumes subvolumes;
    private Path tree;
    private Path kept;

    @BeforeEach
    void openPool() throws IOException {
        open = new OpenPool(1000, state);
        subvolumes = open.subvolumes();
        tree = open.directories().root(root);
        kept = open.directories().checkpoint(snapshot);
        subvolumes.create(tree);
        Files.createDirectory(tree.resolve("srv"));
        subvolumes.create(tree.resolve("srv/a"));
        subvolumes.create(tree.resolve("srv/a/b"));
        Files.writeString(tree.resolve("srv/a/b/file"), "before");
        subvolumes.create(tree.resolve("fixed"));
        Files.writeString(tree.resolve("fixed/file"), "fixed");
        subvolumes.setReadOnly(tree.resolve("fixed"), true);
    }

    @AfterEach
    void closePool() throws IOException {
        open.close();
    }

    @Test
    void what_is_nested_is_kept_and_comes_back_with_its_flags() throws IOException {
        open.snapshots().take(snapshot, root);
        Files.writeString(tree.resolve("srv/a/b/file"), "after");
        subvolumes.delete(tree.resolve("fixed"));
        assertThat(kept.resolve("srv/a/b/file")).hasContent("before");

        open.snapshots().restore(root, snapshot);

        assertThat(subvolumes.isSubvolume(tree.resolve("srv/a/b"))).isTrue();
        assertThat(tree.resolve("srv/a/b/file")).hasContent("before");
        Files.writeString(tree.resolve("srv/a/b/file"), "again");
        assertThat(tree.resolve("fixed/file")).hasContent("fixed");
        assertThatThrownBy(() -> Files.writeString(tree.resolve("fixed/file"), "no"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("Read-only");
        assertThat(kept.resolve("srv/a/b/file")).hasContent("before");
        assertThat(open.directories().roots()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void a_snapshot_with_subvolumes_in_it_is_read_only_and_is_deleted_with_them() {
        open.snapshots().take(snapshot, root);

        assertThatThrownBy(() -> Files.writeString(kept.resolve("new"), "no"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("Read-only");
        open.snapshots().delete(snapshot);

        assertThat(open.directories().checkpoints()).isEmptyDirectory();
        assertThat(tree.resolve("srv/a/b/file")).hasContent("before");
    }

    @Test
    void one_with_subvolumes_in_it_can_be_set_aside() {
        open.snapshots().take(snapshot, root);

        open.snapshots().setAside(snapshot);

        assertThat(open.snapshots().list()).isEmpty();
        assertThat(open.directories().setAside(snapshot).resolve("srv/a/b/file"))
                .hasContent("before");
    }

    @Test
    void what_a_snapshot_left_that_was_cut_off_is_listed_and_goes() throws IOException {
        subvolumes.create(open.directories().checkpoints().resolve(snapshot + ".part"));
        assertThat(open.snapshots().list()).containsExactly(snapshot);

        open.snapshots().take(snapshot, root);
        assertThat(open.directories().checkpoints()).isDirectoryNotContaining("glob:**.part");
        open.snapshots().delete(snapshot);

        assertThat(open.snapshots().list()).isEmpty();
    }

    /** The server was killed after the new root had got its name. */
    @Test
    void what_a_restore_replaced_and_did_not_remove_is_swept_away() {
        Path part = open.directories().roots().resolve(root + ".part");
        subvolumes.snapshot(tree, part, false);

        open.roots().sweep();

        assertThat(part).doesNotExist();
        assertThat(open.roots().list()).containsExactly(root);
        assertThat(tree.resolve("srv/a/b/file")).hasContent("before");
    }
}
