package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.model.id.Uid;
import zomg.port.VolumeStore;

/** What all disks of data volumes do. */
public interface VolumeStoreContract {

    /** Empty when a test starts, the same one during a test. */
    VolumeStore store();

    /** As a process of a box would. */
    void write(Uid volume, String path, String content);

    Optional<String> read(Uid volume, String path);

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

    private Uid made() {
        Uid volume = uid();
        store().create(volume);
        return volume;
    }
}
