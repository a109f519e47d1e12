package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.model.id.Uid;
import zomg.model.space.Storage;
import zomg.port.VolumeLimits;
import zomg.port.VolumeStore;

/** What all disks of data volumes do. */
public interface VolumeStoreContract {

    /** Empty when a test starts, the same one during a test. */
    VolumeStore store();

    /** Of the same disk. */
    VolumeLimits limits();

    /** As a process of a box would. */
    void write(Uid volume, String path, String content);

    Optional<String> read(Uid volume, String path);

    /**
     * Takes room in a volume, in MiB, as a process of a box would.
     *
     * @return whether its limit lets it
     */
    boolean fill(Uid volume, String path, int mebibytes);

    /** From one that was set aside. */
    Optional<String> readAside(Uid volume, String path);

    @Test
    default void a_new_volume_is_empty_and_made_once() {
        Uid volume = made();
        write(volume, "/file", "mine");

        store().create(volume);

        assertThat(store().list()).containsExactly(volume);
        assertThat(read(volume, "/file")).contains("mine");
        assertThat(read(volume, "/other")).isEmpty();
    }

    @Test
    default void a_copy_has_what_its_source_had_and_goes_its_own_way() {
        Uid source = made();
        write(source, "/file", "before");
        Uid copy = uid();

        store().copy(copy, source);
        write(source, "/file", "after");
        store().copy(copy, source);
        write(copy, "/own", "copy");

        assertThat(read(copy, "/file")).contains("before");
        assertThat(read(source, "/own")).isEmpty();
        assertThat(store().list()).containsExactlyInAnyOrder(source, copy);
    }

    @Test
    default void a_copy_outlives_its_source() {
        Uid source = made();
        write(source, "/file", "mine");
        Uid copy = uid();
        store().copy(copy, source);

        store().delete(source);

        assertThat(read(copy, "/file")).contains("mine");
    }

    @Test
    default void a_deleted_volume_is_gone_and_others_stay() {
        Uid gone = made();
        Uid stays = made();

        store().delete(gone);
        store().delete(gone);
        store().delete(uid());

        assertThat(store().list()).containsExactly(stays);
    }

    @Test
    default void one_that_is_set_aside_is_none_any_more_and_is_kept() {
        Uid aside = made();
        write(aside, "/file", "precious");

        store().setAside(aside);
        store().setAside(aside);
        store().setAside(uid());
        store().delete(aside);

        assertThat(store().list()).isEmpty();
        assertThat(readAside(aside, "/file")).contains("precious");
    }

    @Test
    default void a_volume_takes_what_its_limit_lets_it_and_no_more() {
        Uid limited = made();
        Uid other = made();
        assertThat(limits().limit(limited)).isEmpty();

        limits().limit(limited, Optional.of(new Storage(1)));

        assertThat(limits().limit(limited)).contains(new Storage(1));
        assertThat(limits().limit(other)).isEmpty();
        assertThat(fill(limited, "/much", 700)).isTrue();
        assertThat(fill(limited, "/too-much", 400)).isFalse();
        assertThat(fill(limited, "/little", 10)).isTrue();
        assertThat(fill(other, "/much", 400)).isTrue();
    }

    @Test
    default void a_volumes_limit_can_be_raised_and_lifted_while_it_is_in_force() {
        Uid volume = made();
        limits().limit(volume, Optional.of(new Storage(1)));
        assertThat(fill(volume, "/much", 700)).isTrue();
        assertThat(fill(volume, "/more", 400)).isFalse();

        limits().limit(volume, Optional.of(new Storage(2)));
        assertThat(fill(volume, "/more", 400)).isTrue();

        limits().limit(volume, Optional.empty());
        assertThat(limits().limit(volume)).isEmpty();
        assertThat(fill(volume, "/most", 1000)).isTrue();
    }

    @Test
    default void a_copy_counts_only_its_own() {
        Uid source = made();
        limits().limit(source, Optional.of(new Storage(1)));
        assertThat(fill(source, "/much", 800)).isTrue();
        Uid copy = uid();

        store().copy(copy, source);
        assertThat(limits().limit(copy)).isEmpty();
        limits().limit(copy, Optional.of(new Storage(1)));

        assertThat(fill(copy, "/mine", 800)).isTrue();
        assertThat(fill(copy, "/more", 300)).isFalse();
        assertThat(fill(source, "/more", 300)).isFalse();
    }

    @Test
    default void a_full_volume_is_deleted_and_others_keep_their_limits() {
        Uid full = made();
        Uid other = made();
        limits().limit(full, Optional.of(new Storage(1)));
        limits().limit(other, Optional.of(new Storage(1)));
        assertThat(fill(full, "/much", 1000)).isTrue();
        assertThat(fill(full, "/more", 100)).isFalse();

        store().delete(full);
        limits().sweep();
        limits().sweep();

        assertThat(store().list()).containsExactly(other);
        assertThat(limits().limit(other)).contains(new Storage(1));
        assertThat(fill(other, "/much", 1100)).isFalse();
    }

    private Uid made() {
        Uid volume = uid();
        store().create(volume);
        return volume;
    }
}
