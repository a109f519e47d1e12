package zomg.model.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;

final class DescriptionTest {

    @Test
    void one_line_of_text_is_kept_as_it_is() {
        assertThat(new Description("vor dem \u00dcbergang \ud83d\ude80").text())
                .isEqualTo("vor dem \u00dcbergang \ud83d\ude80");
        assertThat(new Description("x".repeat(1000)).text()).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000", "\ud800", "\u009b31m"})
    void what_is_no_line_of_text_is_refused(String bad) {
        assertInvalid(ErrorCode.INVALID_REQUEST, () -> new Description(bad), "description");
    }

    @Test
    void it_has_an_end() {
        assertInvalid(
                ErrorCode.INVALID_REQUEST, () -> new Description("x".repeat(1001)), "description");
    }
}
