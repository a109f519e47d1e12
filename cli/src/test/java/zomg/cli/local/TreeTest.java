package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {

    @TempDir Path folder;

    @Test
    void deleting_a_tree_does_not_follow_links_out_of_it() throws IOException {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Files.writeString(kept.resolve("file"), "x");
        Path tree = Files.createDirectories(folder.resolve("tree/deep")).getParent();
        Files.createSymbolicLink(tree.resolve("deep/link"), kept);

        Tree.delete(tree);

        assertThat(tree).doesNotExist();
        assertThat(kept.resolve("file")).exists();
    }

    @Test
    void deleting_what_is_not_there_is_no_failure() throws IOException {
        Tree.delete(folder.resolve("nothing"));

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void links_are_copied_as_links() throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("target"));

        Tree.copy(source, folder.resolve("copy"));

        assertThat(Files.readSymbolicLink(folder.resolve("copy/link")))
                .isEqualTo(Path.of("target"));
        assertThat(Tree.isCopied(source, folder.resolve("copy"))).isTrue();
    }
}
