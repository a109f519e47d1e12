package zomg.model.box;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;

final class TagsTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "tier", "a_b.c-d", "a__b", "a..b", "1.2.3"})
    void words_are_keys_and_values(String word) {
        assertThat(Tags.of(Map.of(word, word)).entries()).containsEntry(word, word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "A", "-a", "a-", "_a", "a.", "a--b", "a b", "a=b", "a\n", "ä", "a/b"})
    void anything_else_is_not(String word) {
        assertInvalid(ErrorCode.INVALID_NAME, () -> Tags.of(Map.of(word, "x")), "tags." + word);
        assertInvalid(ErrorCode.INVALID_NAME, () -> Tags.of(Map.of("key", word)), "tags.key");
    }

    @Test
    void a_word_has_at_most_63_characters() {
        Tags.of(Map.of("k".repeat(63), "v".repeat(63)));

        assertInvalid(ErrorCode.INVALID_NAME, () -> Tags.of(Map.of("k".repeat(64), "v")));
        assertInvalid(ErrorCode.INVALID_NAME, () -> Tags.of(Map.of("k", "v".repeat(64))));
    }

    @Test
    void a_value_that_is_missing_is_refused() {
        Map<String, String> entries = new HashMap<>();
        entries.put("key", null);

        assertInvalid(ErrorCode.INVALID_NAME, () -> Tags.of(entries), "tags.key");
    }

    @Test
    void a_box_has_at_most_64_tags() {
        Map<String, String> many =
                IntStream.range(0, 65)
                        .boxed()
                        .collect(Collectors.toMap(number -> "k" + number, _ -> "v"));

        assertInvalid(ErrorCode.INVALID_REQUEST, () -> Tags.of(many), "tags");
    }

    @Test
    void tags_are_sorted_merged_and_compared_whole() {
        Tags tags = Tags.of(Map.of("b", "1", "a", "2"));

        assertThat(tags.entries().sequencedKeySet()).containsExactly("a", "b");
        assertThat(tags.include(Tags.NONE)).isTrue();
        assertThat(tags.include(Tags.of(Map.of("a", "2")))).isTrue();
        assertThat(tags.include(Tags.of(Map.of("a", "1")))).isFalse();
        assertThat(tags.overriddenBy(Tags.of(Map.of("a", "3"))).entries())
                .containsExactlyEntriesOf(Tags.of(Map.of("a", "3", "b", "1")).entries());
    }
}
