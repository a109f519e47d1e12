package zomg.model.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertInvalid;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;

final class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "web", "a1", "a-1", "a-b-c", "x2-y3"})
    void words_of_letters_digits_and_single_dashes_are_names(String name) {
        assertThat(new BoxName(name)).hasToString(name);
        assertThat(new ProjectName(name)).hasToString(name);
        assertThat(new BaseAlias(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-", "-a", "a-", "a--b", "A", "a_b", "a.b", "a b", " a", "a ", "a\n", "\na",
                "a\0", "ä", "a/b", "..", "a:b", "日本", "ａ", "1\u0661"
            })
    void anything_else_is_not(String name) {
        assertInvalid(ErrorCode.INVALID_NAME, () -> new BoxName(name), "name");
        assertInvalid(ErrorCode.INVALID_NAME, () -> new ProjectName(name), "project");
        assertInvalid(ErrorCode.INVALID_NAME, () -> new BaseAlias(name), "base");
    }

    @Test
    void only_a_box_must_start_with_a_letter() {
        InvalidInput invalid =
                assertInvalid(ErrorCode.INVALID_NAME, () -> new BoxName("1web"), "name");

        assertThat(invalid).hasMessage("name must start with a letter");
        assertThat(new ProjectName("1web")).hasToString("1web");
        assertThat(new BaseAlias("1web")).hasToString("1web");
    }

    @Test
    void a_name_is_as_long_as_it_may_be_and_no_longer() {
        assertThat(new BoxName("b".repeat(63)).value()).hasSize(63);
        assertThat(new ProjectName("p".repeat(58)).value()).hasSize(58);
        assertThat(new BaseAlias("a".repeat(63)).value()).hasSize(63);
        assertInvalid(ErrorCode.INVALID_NAME, () -> new BoxName("b".repeat(64)));
        assertInvalid(ErrorCode.INVALID_NAME, () -> new ProjectName("p".repeat(59)));
        assertInvalid(ErrorCode.INVALID_NAME, () -> new BaseAlias("a".repeat(64)));
        assertInvalid(ErrorCode.INVALID_NAME, () -> new BoxName("b-".repeat(1_000_000)));
    }

    /** The hostname {@code box.project} and the DNS label {@code box--project} must fit. */
    @Test
    void box_and_project_together_have_at_most_61_characters() {
        BoxRef longest = ref("p".repeat(58), "b".repeat(3));

        assertThat(longest.hostname()).hasSize(62);
        assertInvalid(ErrorCode.INVALID_NAME, () -> ref("p".repeat(58), "b".repeat(4)), "name");
        assertInvalid(ErrorCode.INVALID_NAME, () -> ref("p", "b".repeat(61)), "name");
    }

    @Test
    void refs_sort_by_project_and_then_by_name() {
        List<BoxRef> sorted =
                Stream.of(ref("b", "a"), ref("a-b", "z"), ref("a", "b"), ref("a", "a-b"))
                        .sorted()
                        .toList();

        assertThat(sorted)
                .containsExactly(ref("a", "a-b"), ref("a", "b"), ref("a-b", "z"), ref("b", "a"));
    }

    @Test
    void a_ref_reads_as_people_write_it() {
        assertThat(ref("shop", "web")).hasToString("shop:web");
        assertThat(ref("shop", "web").hostname()).isEqualTo("web.shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aaaaaaaaaaa", "aaaaaaaaaaaaa", "aaaaaaaaaaa1", "AAAAAAAAAAAA"})
    void what_is_not_twelve_of_base32_is_no_uid(String text) {
        assertThat(Uid.isUid(text)).isFalse();
        assertThatThrownBy(() -> new Uid(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twelve_of_base32_are_a_uid() {
        assertThat(Uid.isUid("abcdefxyz234")).isTrue();
        assertThat(new Uid("abcdefxyz234")).hasToString("abcdefxyz234");
    }
}
