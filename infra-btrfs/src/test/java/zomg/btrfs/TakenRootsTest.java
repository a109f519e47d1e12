package zomg.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.btrfs.TakenRoots.Taken;

class TakenRootsTest {

    @TempDir private Path folder;

    @Test
    void what_was_added_is_there_for_the_next_server_in_order() throws IOException {
        Taken first = new Taken(uid(), "base/one");
        Taken second = new Taken(uid(), "base/two");
        TakenRoots taken = new TakenRoots(file());
        taken.add(first);
        taken.add(second);

        assertThat(new TakenRoots(file()).all()).containsExactly(first, second);
    }

    @Test
    void nothing_is_there_before_the_first() throws IOException {
        assertThat(new TakenRoots(file()).all()).isEmpty();
    }

    @Test
    void a_line_that_was_cut_off_says_nothing() throws IOException {
        Taken whole = new Taken(uid(), "base/one");
        new TakenRoots(file()).add(whole);
        Files.writeString(file(), uid().value(), StandardOpenOption.APPEND);

        assertThat(new TakenRoots(file()).all()).containsExactly(whole);
    }

    @Test
    void what_was_cleared_is_gone_and_more_can_be_added() throws IOException {
        Taken later = new Taken(uid(), "base/two");
        TakenRoots taken = new TakenRoots(file());
        taken.add(new Taken(uid(), "base/one"));

        taken.clear();
        taken.add(later);

        assertThat(new TakenRoots(file()).all()).containsExactly(later);
    }

    private Path file() {
        return folder.resolve("taken-roots");
    }
}
