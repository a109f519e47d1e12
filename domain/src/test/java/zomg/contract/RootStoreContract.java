package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.uid;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import zomg.fixture.Crowd;
import zomg.model.id.Uid;
import zomg.model.space.Storage;
import zomg.port.RootStore;

/** What all stores of roots do. */
public interface RootStoreContract {

    /** A file that {@link #base} holds, and what it says. */
    String BASE_FILE = "/base-file";

    String BASE_CONTENT = "from the base\n";

    /** Without roots when a test starts, the same one during a test. */
    RootStore roots();

    /** A base that is there, the same one during a test; it holds {@link #BASE_FILE}. */
    Uid base();

    /** Writes a file in a root; its directory is there. */
    void write(Uid root, String path, String content);

    Optional<String> read(Uid root, String path);

    /** From a root that was set aside, as a person would. */
    Optional<String> readSetAside(Uid root, String path);

    /**
     * Takes room in a root, as a process of its box would; there is room enough for 2 GiB.
     *
     * @return whether the limit of the root lets it
     */
    boolean fill(Uid root, String path, int mebibytes);

    @Test
    default void a_new_root_is_a_writable_copy_of_its_base() {
        Uid root = created();

        write(root, "/mine", "hello");
        write(root, BASE_FILE, "changed");

        assertThat(read(root, "/mine")).contains("hello");
        assertThat(read(root, BASE_FILE)).contains("changed");
        assertThat(read(created(), BASE_FILE)).contains(BASE_CONTENT);
    }

    @Test
    default void creating_a_root_again_leaves_it_as_it_is() {
        Uid root = created();
        write(root, BASE_FILE, "changed");

        roots().create(root, base());

        assertThat(read(root, BASE_FILE)).contains("changed");
        assertThat(roots().list()).containsExactly(root);
    }

    @Test
    default void a_root_of_an_unknown_base_fails_and_leaves_nothing() {
        assertThatThrownBy(() -> roots().create(uid(), uid())).isInstanceOf(RuntimeException.class);

        assertThat(roots().list()).isEmpty();
    }

    @Test
    default void a_fork_equals_its_source_and_both_go_their_own_way() {
        Uid source = created();
        write(source, "/shared", "before");
        Uid fork = uid();

        roots().fork(fork, source);
        write(source, "/shared", "source");
        write(fork, "/only-fork", "fork");

        assertThat(read(fork, "/shared")).contains("before");
        assertThat(read(fork, BASE_FILE)).contains(BASE_CONTENT);
        assertThat(read(source, "/shared")).contains("source");
        assertThat(read(source, "/only-fork")).isEmpty();
    }

    @Test
    default void a_large_file_that_was_just_written_is_in_the_fork() {
        Uid source = created();
        String content = "0123456789ab".repeat(1024 * 1024);
        write(source, "/large", content);
        Uid fork = uid();

        roots().fork(fork, source);

        assertThat(read(fork, "/large").orElseThrow().equals(content)).isTrue();
    }

    @Test
    default void forking_again_leaves_the_fork_as_it_is() {
        Uid source = created();
        Uid fork = uid();
        roots().fork(fork, source);
        write(fork, BASE_FILE, "changed");

        roots().fork(fork, source);

        assertThat(read(fork, BASE_FILE)).contains("changed");
    }

    @Test
    default void a_fork_of_an_unknown_root_fails_and_leaves_nothing() {
        assertThatThrownBy(() -> roots().fork(uid(), uid())).isInstanceOf(RuntimeException.class);

        assertThat(roots().list()).isEmpty();
    }

    @Test
    default void a_fork_outlives_its_source() {
        Uid source = created();
        Uid fork = uid();
        roots().fork(fork, source);

        roots().delete(source);

        assertThat(roots().list()).containsExactly(fork);
        assertThat(read(fork, BASE_FILE)).contains(BASE_CONTENT);
    }

    @Test
    default void deleting_removes_the_root_and_no_other_and_may_be_repeated() {
        Uid doomed = created();
        Uid other = created();

        roots().delete(doomed);
        roots().delete(doomed);
        roots().delete(uid());

        assertThat(roots().list()).containsExactly(other);
        assertThat(read(other, BASE_FILE)).contains(BASE_CONTENT);
    }

    @Test
    default void a_deleted_root_can_be_created_again_from_the_base() {
        Uid root = created();
        write(root, BASE_FILE, "changed");
        roots().delete(root);

        roots().create(root, base());

        assertThat(read(root, BASE_FILE)).contains(BASE_CONTENT);
    }

    @Test
    default void a_root_set_aside_is_no_root_any_more_and_keeps_its_files() {
        Uid aside = created();
        write(aside, "/mine", "hello");
        Uid other = created();

        roots().setAside(aside);

        assertThat(roots().list()).containsExactly(other);
        assertThat(readSetAside(aside, "/mine")).contains("hello");
        assertThat(readSetAside(aside, BASE_FILE)).contains(BASE_CONTENT);
    }

    @Test
    default void setting_aside_may_be_repeated_and_deleting_does_not_reach_what_is_aside() {
        Uid aside = created();

        roots().setAside(aside);
        roots().setAside(aside);
        roots().setAside(uid());
        roots().delete(aside);

        assertThat(roots().list()).isEmpty();
        assertThat(readSetAside(aside, BASE_FILE)).contains(BASE_CONTENT);
    }

    @Test
    default void a_root_takes_what_its_limit_lets_it_and_no_more() {
        Uid limited = created();
        Uid other = created();

        roots().limit(limited, Optional.of(new Storage(1)));

        assertThat(fill(limited, "/much", 700)).isTrue();
        assertThat(fill(limited, "/too-much", 400)).isFalse();
        assertThat(fill(limited, "/little", 10)).isTrue();
        assertThat(fill(other, "/much", 400)).isTrue();
    }

    @Test
    default void a_limit_can_be_raised_and_lifted_while_it_is_in_force() {
        Uid root = created();
        roots().limit(root, Optional.of(new Storage(1)));
        assertThat(fill(root, "/much", 700)).isTrue();
        assertThat(fill(root, "/more", 400)).isFalse();

        roots().limit(root, Optional.of(new Storage(2)));
        assertThat(fill(root, "/more", 400)).isTrue();

        roots().limit(root, Optional.empty());
        assertThat(fill(root, "/most", 1000)).isTrue();
    }

    @Test
    default void a_limit_below_what_a_root_has_stops_it_from_growing() {
        Uid root = created();
        assertThat(fill(root, "/much", 1200)).isTrue();

        roots().limit(root, Optional.of(new Storage(1)));

        assertThat(fill(root, "/more", 10)).isFalse();
        assertThat(read(root, BASE_FILE)).contains(BASE_CONTENT);
    }

    @Test
    default void a_fork_counts_only_its_own() {
        Uid source = created();
        roots().limit(source, Optional.of(new Storage(1)));
        assertThat(fill(source, "/much", 800)).isTrue();
        Uid fork = uid();

        roots().fork(fork, source);
        roots().limit(fork, Optional.of(new Storage(1)));

        assertThat(fill(fork, "/mine", 800)).isTrue();
        assertThat(fill(source, "/more", 300)).isFalse();
    }

    @Test
    default void a_full_root_is_deleted_and_its_room_comes_back() {
        Uid full = created();
        roots().limit(full, Optional.of(new Storage(1)));
        assertThat(fill(full, "/much", 1000)).isTrue();
        assertThat(fill(full, "/more", 100)).isFalse();

        roots().delete(full);
        roots().sweep();

        assertThat(roots().list()).isEmpty();
        assertThat(fill(created(), "/much", 1900)).isTrue();
    }

    @Test
    default void sweeping_leaves_roots_and_their_limits_alone() {
        Uid root = created();
        roots().limit(root, Optional.of(new Storage(1)));

        roots().sweep();
        roots().sweep();

        assertThat(roots().list()).containsExactly(root);
        assertThat(fill(root, "/much", 1100)).isFalse();
    }

    @Test
    default void many_roots_are_made_and_removed_at_once() throws InterruptedException {
        Uid base = base();
        RootStore roots = roots();
        List<Uid> uids = IntStream.range(0, 20).mapToObj(_ -> uid()).toList();

        Crowd.Outcome<Uid> made =
                Crowd.of(
                        uids.size(),
                        number -> {
                            roots.create(uids.get(number), base);
                            return uids.get(number);
                        });
        assertThat(made.failures()).isEmpty();
        assertThat(roots.list()).containsExactlyInAnyOrderElementsOf(uids);

        Crowd.Outcome<Uid> removed =
                Crowd.of(
                        uids.size(),
                        number -> {
                            roots.delete(uids.get(number));
                            return uids.get(number);
                        });
        assertThat(removed.failures()).isEmpty();
        assertThat(roots.list()).isEmpty();
    }

    /** Two requests for one root, as after a lost answer, are one. */
    @Test
    default void many_that_create_one_root_make_one() throws InterruptedException {
        Uid base = base();
        RootStore roots = roots();
        Uid root = uid();

        Crowd.Outcome<Uid> outcome =
                Crowd.of(
                        10,
                        _ -> {
                            roots.create(root, base);
                            return root;
                        });

        assertThat(outcome.failures()).isEmpty();
        assertThat(roots.list()).containsExactly(root);
    }

    private Uid created() {
        Uid root = uid();
        roots().create(root, base());
        return root;
    }
}
