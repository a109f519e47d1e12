package zomg.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.annotation.Annotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.api.box.TagChoice;
import zomg.error.InvalidInput;
import zomg.model.id.BoxName;

class ParametersTest {

    @Test
    void a_value_type_is_made_of_its_text() {
        assertThat(read(BoxName.class, "web")).isEqualTo(new BoxName("web"));
        assertThat(read(boolean.class, "true")).isEqualTo(true);
        assertThat(read(int.class, "-12")).isEqualTo(-12);
        assertThat(read(TagChoice.class, "a=b")).isEqualTo(TagChoice.parse("a=b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "", "TRUE", "1", "yes"})
    void a_boolean_is_true_or_false(String text) {
        refused(boolean.class, text, "must be true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.5", "1e3", "+1", " 1", "99999999999", "٣"})
    void a_whole_number_is_one(String text) {
        refused(int.class, text, "must be a whole number");
    }

    @Test
    void types_that_nobody_knows_are_left_to_others() {
        Object converter =
                new Parameters().getConverter(Object.class, Object.class, new Annotation[0]);

        assertThat(converter).isNull();
    }

    private static void refused(Class<?> type, String text, String rule) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> read(type, text))
                .withMessageEndingWith(rule);
    }

    private static <T> Object read(Class<T> type, String text) {
        return new Parameters().getConverter(type, type, new Annotation[0]).fromString(text);
    }
}
