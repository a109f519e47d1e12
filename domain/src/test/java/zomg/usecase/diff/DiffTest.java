package zomg.usecase.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryDifferences;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.diff.Change;
import zomg.model.diff.FileContent;
import zomg.model.file.BoxPath;
import zomg.model.id.SnapshotName;
import zomg.usecase.box.ShowBox;

final class DiffTest {

    private static final SnapshotName V0 = new SnapshotName("v0");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final InMemoryDifferences differences = new InMemoryDifferences(machine.pool());
    private final ShowBox showBox = new ShowBox(machine.boxes());
    private final DiffBox diffBox = new DiffBox(showBox, zomg.findSnapshot(), differences);
    private final DiffFile diffFile = new DiffFile(showBox, zomg.findSnapshot(), differences);
    private final Box box = zomg.create(ref("web"));

    @Test
    void the_newest_snapshot_is_what_a_box_is_compared_with() {
        zomg.snapshot(ref("web"));
        write("/one", "1");
        zomg.snapshot(ref("web"));
        write("/two", "2");

        DiffBox.Page page = diff(Optional.empty());

        assertThat(page.against().name()).isEqualTo(new SnapshotName("v1"));
        assertThat(page.changes()).extracting(Change::toString).containsExactly("+ /two");
        assertThat(diff(Optional.of(V0)).changes())
                .extracting(Change::toString)
                .containsExactly("+ /one", "+ /two");
    }

    @Test
    void a_box_without_snapshots_and_an_unknown_one_are_refused() {
        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> diff(Optional.empty()));
        zomg.snapshot(ref("web"));
        assertRefused(
                ErrorCode.SNAPSHOT_NOT_FOUND, () -> diff(Optional.of(new SnapshotName("v9"))));
        assertRefused(
                ErrorCode.BOX_NOT_FOUND,
                () -> diffBox.diff(ref("other"), Optional.empty(), Optional.empty(), 10));
    }

    @Test
    void what_lies_under_other_disks_is_left_out() {
        zomg.snapshot(ref("web"));
        write("/home/me/x", "x");
        write("/box/proj/x", "x");
        write("/tmp/x", "x");
        write("/homeless", "x");

        assertThat(diff(Optional.empty()).changes())
                .extracting(Change::toString)
                .containsExactly("+ /homeless");
    }

    @Test
    void a_page_says_where_the_next_one_begins() {
        zomg.snapshot(ref("web"));
        write("/a", "x");
        write("/b", "x");
        write("/c", "x");

        DiffBox.Page first = diffBox.diff(ref("web"), Optional.empty(), Optional.empty(), 2);
        DiffBox.Page second = diffBox.diff(ref("web"), Optional.empty(), first.next(), 2);

        assertThat(first.changes()).hasSize(2);
        assertThat(second.changes()).extracting(Change::toString).containsExactly("+ /c");
        assertThat(second.next()).isEmpty();
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                () -> diffBox.diff(ref("web"), Optional.empty(), Optional.empty(), 0));
    }

    @Test
    void one_file_is_told_from_both_sides() {
        write("/a", "before");
        zomg.snapshot(ref("web"));
        write("/a", "after");

        DiffFile.Sides sides = file("/a");

        assertThat(sides.before().flatMap(FileContent::text)).contains("before");
        assertThat(sides.after().flatMap(FileContent::text)).contains("after");
        assertThat(sides.areEqual()).isFalse();
    }

    @Test
    void a_file_of_another_disk_one_that_is_nowhere_and_a_large_one_are_refused() {
        write("/large", "x".repeat(DiffFile.MOST + 1));
        zomg.snapshot(ref("web"));

        for (String path :
                new String[] {"/home", "/home/me", "/box/proj/x", "//home/x", "/a/../box/x"}) {
            assertThat(assertRefused(ErrorCode.PATH_NOT_SERVED, () -> file(path)))
                    .hasMessageContaining("is not part of the box's root");
        }
        assertRefused(ErrorCode.PATH_NOT_FOUND, () -> file("/homeless"));
        assertRefused(ErrorCode.REQUEST_TOO_LARGE, () -> file("/large"));
    }

    private DiffBox.Page diff(Optional<SnapshotName> against) {
        return diffBox.diff(ref("web"), against, Optional.empty(), DiffBox.MAX_PAGE);
    }

    private DiffFile.Sides file(String path) {
        return diffFile.diff(ref("web"), new BoxPath(path), Optional.empty());
    }

    private void write(String path, String content) {
        machine.pool().write(box.uid(), path, content);
    }
}
