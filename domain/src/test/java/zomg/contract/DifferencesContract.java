package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.model.diff.Change;
import zomg.model.diff.ChangedPath;
import zomg.model.file.BoxPath;
import zomg.model.id.Uid;
import zomg.port.Differences;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;

/** What all comparisons of roots with their snapshots do. */
public interface DifferencesContract {

    /** The same one during a test. */
    Differences differences();

    RootStore roots();

    SnapshotStore snapshots();

    /** A root that is there, a new one at each call. */
    Uid anyRoot();

    /** Writes a file right below the top of a root. */
    void write(Uid root, String path, String content);

    void remove(Uid root, String path);

    @Test
    default void what_came_went_and_changed_is_told_in_the_order_of_paths() {
        Uid root = rootWith("/a", "/b", "/c", "/d");
        Uid snapshot = taken(root);

        write(root, "/b", "changed");
        remove(root, "/c");
        write(root, "/new", "x");
        write(root, "/d", "/d");

        assertThat(compare(snapshot, root)).containsExactly("~ /b", "- /c", "+ /new");
    }

    @Test
    default void nothing_changed_is_no_difference() {
        Uid root = rootWith("/a");
        Uid snapshot = taken(root);

        assertThat(compare(snapshot, root)).isEmpty();
    }

    @Test
    default void a_restored_root_is_compared_with_what_was_taken_later() {
        Uid root = rootWith("/a", "/b");
        Uid first = taken(root);
        write(root, "/a", "later");
        write(root, "/c", "later");
        Uid second = taken(root);

        roots().delete(root);
        snapshots().restore(root, first);
        write(root, "/b", "restored");

        assertThat(compare(first, root)).containsExactly("~ /b");
        assertThat(compare(second, root)).containsExactly("~ /a", "~ /b", "- /c");
    }

    @Test
    default void pages_go_on_where_the_one_before_ended() {
        Uid root = rootWith("/a");
        Uid snapshot = taken(root);
        List<String> names = List.of("/0", "/1", "/Z", "/b", "/home", "/homes", "/ä");
        names.forEach(name -> write(root, name, "x"));

        List<String> told = new ArrayList<>();
        Optional<ChangedPath> last = Optional.empty();
        List<Change> page;
        do {
            page =
                    differences()
                            .compare(
                                    snapshot,
                                    root,
                                    new Differences.Query(
                                            last, 2, Set.of(ChangedPath.of("/home"))));
            page.forEach(change -> told.add(change.path().text()));
            last = page.isEmpty() ? last : Optional.of(page.getLast().path());
        } while (page.size() == 2);

        assertThat(told).containsExactly("/0", "/1", "/Z", "/b", "/homes", "/ä");
    }

    @Test
    default void both_sides_of_a_file_are_read() {
        Uid root = rootWith("/a");
        Uid snapshot = taken(root);
        write(root, "/a", "after ü");
        write(root, "/b", "new");

        assertThat(before(snapshot, "/a")).contains("/a");
        assertThat(after(root, "/a")).contains("after ü");
        assertThat(before(snapshot, "/b")).isEmpty();
        assertThat(after(root, "/b")).contains("new");
        assertThat(after(root, "/b/c")).isEmpty();
    }

    @Test
    default void a_file_that_is_too_large_is_not_read() {
        Uid root = rootWith("/a");
        write(root, "/a", "12345");

        assertThat(differences().readRoot(root, new BoxPath("/a"), 5)).isPresent();
        assertRefused(
                ErrorCode.REQUEST_TOO_LARGE,
                () -> differences().readRoot(root, new BoxPath("/a"), 4));
    }

    @Test
    default void what_is_not_there_is_told() {
        Uid root = rootWith("/a");
        Uid snapshot = taken(root);

        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> compare(uid(), root));
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> compare(snapshot, uid()));
        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> before(uid(), "/a"));
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> after(uid(), "/a"));
    }

    private Uid rootWith(String... files) {
        Uid root = anyRoot();
        for (String file : files) {
            write(root, file, file);
        }
        return root;
    }

    private Uid taken(Uid root) {
        Uid snapshot = uid();
        snapshots().take(snapshot, root);
        return snapshot;
    }

    private List<String> compare(Uid snapshot, Uid root) {
        return differences().compare(snapshot, root, Differences.Query.everything()).stream()
                .map(Change::toString)
                .toList();
    }

    private Optional<String> before(Uid snapshot, String path) {
        return differences()
                .readSnapshot(snapshot, new BoxPath(path), 100)
                .map(content -> content.text().orElseThrow());
    }

    private Optional<String> after(Uid root, String path) {
        return differences()
                .readRoot(root, new BoxPath(path), 100)
                .map(content -> content.text().orElseThrow());
    }
}
