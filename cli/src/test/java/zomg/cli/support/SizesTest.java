package zomg.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SizesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1023, 1023B",
        "1024, 1.0K",
        "1536, 1.5K",
        "10240, 10K",
        "10485760, 10M",
        "1181116006, 1.1G",
        ", -"
    })
    void a_size_is_short(Long bytes, String text) {
        assertThat(Sizes.of(bytes)).isEqualTo(text);
    }
}
