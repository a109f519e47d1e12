package zomg.model.base;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.model.id.BaseAlias;

final class BaseReferenceTest {

    @Test
    void an_alias_alone_has_no_tag() {
        BaseReference reference = BaseReference.parse("box-base");

        assertThat(reference.alias()).isEqualTo(new BaseAlias("box-base"));
        assertThat(reference.tag()).isEmpty();
        assertThat(reference).hasToString("box-base").isEqualTo(BaseReference.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1", "box-base:2026.1_rc-2", "a:" + SHA})
    void a_reference_reads_as_it_was_written(String text) {
        assertThat(BaseReference.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "a:", ":1", "a:b:c", "a:-1", "a:1-", "a:A", "A:1", "a:/", "a: 1"})
    void anything_else_is_not_one(String text) {
        assertInvalid(ErrorCode.INVALID_NAME, () -> BaseReference.parse(text), "base");
    }

    @Test
    void a_tag_has_at_most_64_characters() {
        assertInvalid(ErrorCode.INVALID_NAME, () -> BaseReference.parse("a:" + SHA + "0"), "base");
    }

    @Test
    void a_changed_script_is_another_version() {
        Recipe recipe = new Recipe(new BaseAlias("a"), "true\n");

        assertThat(recipe.version()).hasSize(64).isEqualTo(recipe.version());
        assertThat(new Recipe(new BaseAlias("a"), "false\n").version())
                .isNotEqualTo(recipe.version());
        assertThat(BaseReference.parse("a:" + recipe.version()).tag()).contains(recipe.version());
    }

    private static final String SHA =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
}
