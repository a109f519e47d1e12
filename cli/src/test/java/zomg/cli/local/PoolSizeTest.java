package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.cli.support.Failure;

class PoolSizeTest {

    private static final long GIBIBYTE = 1L << 30;

    @ParameterizedTest
    @CsvSource({"100,20G", "21,20G", "20,19G", "6,5G", "5,4G"})
    void nobody_said_a_size_so_the_disk_decides(long free, String size) {
        assertThat(PoolSize.choose(Optional.empty(), free * GIBIBYTE)).isEqualTo(size);
    }

    @Test
    void a_disk_without_room_is_refused_with_a_way_out() {
        assertThatThrownBy(() -> PoolSize.choose(Optional.empty(), 4 * GIBIBYTE))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "the pool needs 4 GiB of disk and 1 GiB besides, but 4096 MiB are free;"
                                + " make room, or name another place with --state-dir or --pool");
    }

    @Test
    void a_size_that_was_asked_for_must_fit() {
        assertThat(PoolSize.choose(Optional.of("2048M"), 4 * GIBIBYTE)).isEqualTo("2048M");
        assertThatThrownBy(() -> PoolSize.choose(Optional.of("4G"), 4 * GIBIBYTE))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("does not fit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "0G", "-1G", "20g", "1.5G", "20 G", "20T"})
    void other_forms_are_no_size(String text) {
        assertThat(PoolSize.isSize(text)).isFalse();
    }
}
