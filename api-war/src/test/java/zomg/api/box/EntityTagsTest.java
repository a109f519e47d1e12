package zomg.api.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.InvalidInput;
import zomg.model.box.Precondition;

final class EntityTagsTest {

    @Test
    void tags_are_listed_with_commas_and_spaces() {
        EntityTags tags = EntityTags.parse(" \"a-1\" ,W/\"b,2\",\t\"\"");

        assertThat(tags.strong()).isEqualTo(Set.of("a-1", ""));
        assertThat(tags.all()).isEqualTo(Set.of("a-1", "b,2", ""));
    }

    @Test
    void a_weak_tag_never_matches_a_change() {
        assertThat(EntityTags.precondition(Optional.of(EntityTags.parse("W/\"a-1\""))))
                .isEqualTo(new Precondition(Optional.of(Set.of())));
    }

    @Test
    void a_star_is_any_state() {
        assertThat(EntityTags.precondition(Optional.of(EntityTags.parse(" * "))))
                .isEqualTo(Precondition.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a-1",
                "\"a",
                "a\"",
                "\"a\" \"b\"",
                "\"a\",",
                ",\"a\"",
                "w/\"a\"",
                "\"a\",*",
                "\"a b\"",
                "\"a\",,\"b\"",
                "'a'"
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> EntityTags.parse(text)).isInstanceOf(InvalidInput.class);
    }
}
