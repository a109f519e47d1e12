package zomg.api.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.InvalidInput;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;

class ContinuationTokenTest {

    @Test
    void a_token_comes_back_as_it_went() {
        BoxRef ref = new BoxRef(new ProjectName("lab"), new BoxName("web"));

        String text = new ContinuationToken(ref).toString();

        assertThat(ContinuationToken.parse(text).after()).isEqualTo(ref);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AAAA", "bGFi", "bGFiOg", "bGFiOldlYg", "_w"})
    void what_no_list_has_answered_is_refused(String text) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> ContinuationToken.parse(text))
                .withMessage("continuation_token must be one that a list has answered");
    }
}
