package zomg.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;

class ProblemJsonTest {

    @Test
    void a_refusal_says_code_and_detail() {
        ProblemJson problem = ProblemJson.of(new Refusal(ErrorCode.BOX_RUNNING, "box is running"));

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.title()).isEqualTo("Conflict");
        assertThat(problem.code()).isEqualTo("box_running");
        assertThat(problem.detail()).isEqualTo("box is running");
        assertThat(problem.errors()).isEmpty();
    }

    @Test
    void bad_input_names_each_field() {
        ProblemJson problem = ProblemJson.of(InvalidInput.name("name", "must start with a letter"));

        assertThat(problem.errors().orElseThrow())
                .containsExactly(
                        new ProblemJson.FieldJson(
                                "name", "must start with a letter", "invalid_name"));
    }

    @Test
    void endless_mistakes_make_a_short_answer() {
        List<InvalidInput.Problem> many =
                Collections.nCopies(
                        100_000,
                        new InvalidInput.Problem(
                                ErrorCode.INVALID_REQUEST, "x".repeat(5000), "is not known here"));

        ProblemJson problem = ProblemJson.of(new InvalidInput(many));

        assertThat(problem.errors().orElseThrow()).hasSize(100);
        assertThat(problem.detail()).hasSizeLessThan(4100);
    }

    @Test
    void a_fault_of_ours_says_nothing_but_its_id() {
        RequestId id = RequestId.of("abc");

        ProblemJson problem =
                ScopedValue.where(RequestId.CURRENT, id).call(ProblemJson::internalError);

        assertThat(problem.code()).isEqualTo("internal_error");
        assertThat(problem.requestId()).isEqualTo("abc");
        assertThat(problem.status()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void every_code_has_a_status_of_a_refusal(ErrorCode code) {
        int status = ProblemJson.of(new Refusal(code, "no")).status();

        assertThat(status).isBetween(400, 599).isNotEqualTo(500);
    }
}
