package zomg.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;

final class BoxPathTest {

    @Test
    void slashes_at_the_end_say_nothing() {
        assertThat(BoxPath.parse("/etc//")).isEqualTo(new BoxPath("/etc"));
        assertThat(BoxPath.parse("///")).isEqualTo(new BoxPath("/"));
    }

    @Test
    void a_path_has_a_length_in_bytes() {
        BoxPath longest = new BoxPath("/aaaaaaaaaaaaaaa".repeat(255) + "/aaaaaaaaaaaaaa");
        assertThat(longest.value()).hasSize(4095);

        assertInvalid(ErrorCode.INVALID_REQUEST, () -> new BoxPath(longest.value() + "a"), "path");
        assertThat(new BoxPath("/" + "é".repeat(127)).value()).hasSize(128);
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> new BoxPath("/" + "é".repeat(128)), "path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "etc", "./etc", "/etc\0/passwd"})
    void what_is_no_path_is_refused(String text) {
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> BoxPath.parse(text), "path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "0888", "00644", "-644", "rw"})
    void what_is_no_mode_is_refused(String text) {
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> FileMode.parse(text), "mode");
    }

    @Test
    void a_mode_is_octal() {
        assertThat(FileMode.parse("755").bits()).isEqualTo(0755);
        assertThat(FileMode.parse("4711")).hasToString("4711");
        assertThat(new FileMode(0)).hasToString("0000");
    }
}
