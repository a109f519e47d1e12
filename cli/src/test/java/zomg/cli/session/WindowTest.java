package zomg.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

    @Test
    void stty_says_rows_before_columns() {
        assertThat(Window.parse("50 132")).isEqualTo(new Window(132, 50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0", "24", "24 x", "-1 80", "99999999999 1"})
    void a_terminal_that_does_not_say_is_as_most_are(String size) {
        assertThat(Window.parse(size)).isEqualTo(new Window(80, 24));
    }
}
