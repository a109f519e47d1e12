package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.model.id.Uid;
import zomg.port.BaseStore;
import zomg.port.RootStore;

/** What all stores of bases do; a bootstrap needs a mirror and is not in here. */
public interface BaseStoreContract {

    /** Without bases of its own when a test starts, the same one during a test. */
    BaseStore baseStore();

    /** On the same disk as {@link #baseStore}. */
    RootStore roots();

    /** A root that is there, a new one at each call. */
    Uid anyRoot();

    void write(Uid root, String path, String content);

    Optional<String> read(Uid root, String path);

    @Test
    default void roots_of_a_sealed_base_are_what_was_sealed() {
        Uid source = anyRoot();
        write(source, "/file", "sealed");
        Uid base = uid();

        baseStore().seal(base, source);
        write(source, "/file", "later");

        assertThat(read(rootOf(base), "/file")).contains("sealed");
        assertThat(baseStore().list()).contains(base);
    }

    @Test
    default void sealing_again_leaves_the_base_as_it_is() {
        Uid source = anyRoot();
        write(source, "/file", "first");
        Uid base = uid();
        baseStore().seal(base, source);
        write(source, "/file", "second");

        baseStore().seal(base, source);

        assertThat(read(rootOf(base), "/file")).contains("first");
    }

    @Test
    default void sealing_an_unknown_root_fails_and_leaves_nothing() {
        Uid base = uid();

        assertThatThrownBy(() -> baseStore().seal(base, uid()))
                .isInstanceOf(RuntimeException.class);

        assertThat(baseStore().list()).doesNotContain(base);
    }

    @Test
    default void a_copy_of_a_base_is_a_base_of_its_own() {
        Uid source = anyRoot();
        write(source, "/file", "sealed");
        Uid base = uid();
        baseStore().seal(base, source);
        Uid copy = uid();

        baseStore().copy(copy, base);
        baseStore().copy(copy, base);
        baseStore().delete(base);

        assertThat(read(rootOf(copy), "/file")).contains("sealed");
        assertRefused(ErrorCode.BASE_NOT_FOUND, () -> baseStore().copy(uid(), base));
    }

    @Test
    default void a_root_of_a_deleted_base_is_refused_and_others_are_made() {
        Uid base = uid();
        baseStore().seal(base, anyRoot());
        Uid other = uid();
        baseStore().seal(other, anyRoot());
        Uid root = uid();
        baseStore().delete(base);

        assertRefused(ErrorCode.BASE_NOT_FOUND, () -> roots().create(root, base));

        Uid made = rootOf(other);
        assertThat(roots().list()).doesNotContain(root).contains(made);
    }

    @Test
    default void roots_outlive_their_base() {
        Uid source = anyRoot();
        write(source, "/file", "sealed");
        Uid base = uid();
        baseStore().seal(base, source);
        Uid root = rootOf(base);

        baseStore().delete(base);

        assertThat(baseStore().list()).doesNotContain(base);
        assertThat(read(root, "/file")).contains("sealed");
    }

    @Test
    default void deleting_a_base_may_be_repeated() {
        Uid kept = uid();
        Uid doomed = uid();
        baseStore().seal(kept, anyRoot());
        baseStore().seal(doomed, anyRoot());

        baseStore().delete(doomed);
        baseStore().delete(doomed);
        baseStore().delete(uid());

        assertThat(baseStore().list()).contains(kept).doesNotContain(doomed);
    }

    private Uid rootOf(Uid base) {
        Uid root = uid();
        roots().create(root, base);
        return root;
    }
}
