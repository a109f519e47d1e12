package zomg.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PreferTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=0|0",
                "wait=10|10",
                "Wait = 10|10",
                "wait=\"7\"|7",
                "respond-async, wait=3|3",
                "wait=3; foo=bar, x|3",
                "wait=999999999|3600"
            })
    void it_says_how_long_to_wait(String header, int seconds) {
        assertThat(Prefer.parse(header).seconds()).contains(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "wait", "wait=", "wait=x", "wait=-1", "await=3", "wait=1.5", "nowait=1"})
    void what_is_not_understood_is_passed_over(String header) {
        assertThat(Prefer.parse(header).seconds()).isEmpty();
    }

    @Test
    void nothing_said_is_nothing_preferred() {
        assertThat(Prefer.wait(Optional.empty())).isEmpty();
    }
}
