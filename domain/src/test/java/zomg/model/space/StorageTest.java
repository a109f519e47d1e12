package zomg.model.space;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;

final class StorageTest {

    @Test
    void a_gibibyte_is_1024_mebibytes() {
        assertThat(new Storage(1).bytes()).isEqualTo(1024L * 1024 * 1024);
        assertThat(new Storage(1024 * 1024).bytes()).isEqualTo(1L << 50);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1024 * 1024 + 1, Integer.MAX_VALUE})
    void other_sizes_are_refused(int gibibytes) {
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> new Storage(gibibytes));
    }
}
