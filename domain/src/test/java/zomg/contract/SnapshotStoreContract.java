package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.uid;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.model.id.Uid;
import zomg.model.space.Storage;
import zomg.port.SnapshotStore;

/** What all stores of snapshots do, together with the store of the roots that they are of. */
public interface SnapshotStoreContract extends RootStoreContract {

    /** Without snapshots when a test starts, the same one during a test. */
    SnapshotStore snapshots();

    Optional<String> readKept(Uid snapshot, String path);

    @Test
    default void a_snapshot_keeps_a_root_as_it_was() {
        Uid root = rootWith("/mine", "before");
        Uid snapshot = uid();

        snapshots().take(snapshot, root);
        write(root, "/mine", "after");

        assertThat(readKept(snapshot, "/mine")).contains("before");
        assertThat(readKept(snapshot, BASE_FILE)).contains(BASE_CONTENT);
        assertThat(snapshots().list()).containsExactly(snapshot);
        assertThat(roots().list()).containsExactly(root);
    }

    @Test
    default void taking_a_snapshot_again_leaves_it_as_it_is() {
        Uid root = rootWith("/mine", "before");
        Uid snapshot = uid();
        snapshots().take(snapshot, root);
        write(root, "/mine", "after");

        snapshots().take(snapshot, root);

        assertThat(readKept(snapshot, "/mine")).contains("before");
    }

    @Test
    default void a_snapshot_of_an_unknown_root_fails_and_leaves_nothing() {
        assertThatThrownBy(() -> snapshots().take(uid(), uid()))
                .isInstanceOf(RuntimeException.class);

        assertThat(snapshots().list()).isEmpty();
    }

    @Test
    default void a_restored_root_is_what_the_snapshot_keeps_and_can_be_written() {
        Uid root = rootWith("/mine", "before");
        Uid snapshot = uid();
        snapshots().take(snapshot, root);
        write(root, "/mine", "after");
        write(root, "/new", "after");

        snapshots().restore(root, snapshot);

        assertThat(read(root, "/mine")).contains("before");
        assertThat(read(root, "/new")).isEmpty();
        assertThat(read(root, BASE_FILE)).contains(BASE_CONTENT);
        write(root, "/mine", "again");
        assertThat(readKept(snapshot, "/mine")).contains("before");
        assertThat(roots().list()).containsExactly(root);
    }

    @Test
    default void one_goes_back_and_forth_between_snapshots() {
        Uid root = rootWith("/mine", "one");
        Uid first = uid();
        snapshots().take(first, root);
        write(root, "/mine", "two");
        Uid second = uid();
        snapshots().take(second, root);

        snapshots().restore(root, first);
        assertThat(read(root, "/mine")).contains("one");
        snapshots().restore(root, second);
        assertThat(read(root, "/mine")).contains("two");
        snapshots().restore(root, second);
        assertThat(read(root, "/mine")).contains("two");
    }

    @Test
    default void a_root_that_is_gone_comes_back_from_its_snapshot() {
        Uid root = rootWith("/mine", "before");
        Uid snapshot = uid();
        snapshots().take(snapshot, root);
        roots().delete(root);

        snapshots().restore(root, snapshot);

        assertThat(read(root, "/mine")).contains("before");
    }

    @Test
    default void restoring_from_an_unknown_snapshot_fails_and_leaves_the_root_as_it_is() {
        Uid root = rootWith("/mine", "before");

        assertThatThrownBy(() -> snapshots().restore(root, uid()))
                .isInstanceOf(RuntimeException.class);

        assertThat(read(root, "/mine")).contains("before");
        assertThat(roots().list()).containsExactly(root);
    }

    @Test
    default void a_limit_holds_after_a_restore() {
        Uid root = rootWith("/mine", "before");
        roots().limit(root, Optional.of(new Storage(1)));
        Uid snapshot = uid();
        snapshots().take(snapshot, root);

        snapshots().restore(root, snapshot);

        assertThat(fill(root, "/much", 1100)).isFalse();
        assertThat(fill(root, "/some", 500)).isTrue();
    }

    @Test
    default void a_full_root_can_be_kept_and_restored() {
        Uid root = rootWith("/mine", "before");
        roots().limit(root, Optional.of(new Storage(1)));
        assertThat(fill(root, "/much", 1000)).isTrue();
        assertThat(fill(root, "/more", 100)).isFalse();
        Uid snapshot = uid();

        snapshots().take(snapshot, root);
        snapshots().restore(root, snapshot);

        assertThat(read(root, "/mine")).contains("before");
    }

    @Test
    default void what_a_box_wrote_is_counted() {
        Uid root = rootWith("/mine", "before");
        assertThat(fill(root, "/much", 100)).isTrue();
        assertThat(snapshots().take(uid(), root).orElseThrow()).isBetween(100L << 20, 150L << 20);
    }

    @Test
    default void deleting_removes_the_snapshot_and_no_other_and_may_be_repeated() {
        Uid root = rootWith("/mine", "before");
        Uid doomed = uid();
        Uid other = uid();
        snapshots().take(doomed, root);
        snapshots().take(other, root);

        snapshots().delete(doomed);
        snapshots().delete(doomed);
        snapshots().delete(uid());

        assertThat(snapshots().list()).containsExactly(other);
        assertThat(readKept(other, "/mine")).contains("before");
        assertThat(read(root, "/mine")).contains("before");
    }

    @Test
    default void a_snapshot_outlives_its_root() {
        Uid root = rootWith("/mine", "before");
        Uid snapshot = uid();
        snapshots().take(snapshot, root);

        roots().delete(root);
        roots().sweep();

        assertThat(readKept(snapshot, "/mine")).contains("before");
    }

    @Test
    default void a_snapshot_set_aside_is_none_any_more_and_keeps_its_files() {
        Uid root = rootWith("/mine", "before");
        Uid aside = uid();
        snapshots().take(aside, root);

        snapshots().setAside(aside);
        snapshots().setAside(aside);
        snapshots().delete(aside);

        assertThat(snapshots().list()).isEmpty();
        assertThat(readSetAside(aside, "/mine")).contains("before");
    }

    private Uid rootWith(String path, String content) {
        Uid root = uid();
        roots().create(root, base());
        write(root, path, content);
        return root;
    }
}
