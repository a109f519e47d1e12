package zomg.model.box;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertInvalid;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.fixture.BoxFixtures;

final class EnvironmentTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A B", "A=B", "Ä", "A\n", "a.b", "A$(id)", "A;id"})
    void a_key_is_a_shell_name(String key) {
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> Environment.of(Map.of(key, "x")),
                "environment." + key);
    }

    @Test
    void a_key_has_at_most_128_characters() {
        Environment.of(Map.of("K".repeat(128), ""));

        assertInvalid(ErrorCode.INVALID_REQUEST, () -> Environment.of(Map.of("K".repeat(129), "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\uD800", "a\uDC00b"})
    void a_value_that_no_process_could_be_given_is_refused(String value) {
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> Environment.of(Map.of("KEY", value)),
                "environment.KEY");
    }

    @Test
    void a_value_that_is_missing_is_refused() {
        Map<String, String> variables = new HashMap<>();
        variables.put("KEY", null);

        assertInvalid(
                ErrorCode.INVALID_REQUEST, () -> Environment.of(variables), "environment.KEY");
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> Environment.requested(variables),
                "environment.KEY");
    }

    @Test
    void what_execve_could_not_take_is_refused() {
        Environment.of(Map.of("KEY", "x".repeat(96 * 1024)));

        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> Environment.of(Map.of("KEY", "ä".repeat(48 * 1024 + 1))),
                "environment.KEY");
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () ->
                        Environment.of(
                                Map.of(
                                        "A", "x".repeat(90 * 1024),
                                        "B", "x".repeat(90 * 1024),
                                        "C", "x".repeat(90 * 1024))),
                "environment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZOMG_PROJECT", "BOX_NAME", "ZOMG_API_URL", "ZOMG_API_HOST", "TERM"})
    void what_zomg_sets_itself_is_reserved(String key) {
        InvalidInput invalid =
                assertInvalid(
                        ErrorCode.RESERVED_VARIABLE,
                        () -> Environment.requested(Map.of(key, "x")),
                        "environment." + key);

        assertThat(invalid).hasMessage("environment variable is reserved");
    }

    @Test
    void everything_wrong_is_reported_together() {
        InvalidInput invalid =
                assertInvalid(
                        ErrorCode.INVALID_REQUEST,
                        () ->
                                Environment.requested(
                                        Map.of("TERM", "x", "1A", "y", "GOOD", "z", "B", "\0")),
                        "environment.TERM",
                        "environment.1A",
                        "environment.B");

        assertThat(invalid.problems()).hasSize(3);
    }

    @Test
    void changes_go_over_what_is_there() {
        SequencedMap<String, String> old = new LinkedHashMap<>();
        old.put("B", "1");
        old.put("A", "2");

        Environment merged =
                new Environment(old).overriddenBy(Environment.of(Map.of("A", "3", "C", "4")));

        assertThat(merged.variables())
                .containsExactly(Map.entry("B", "1"), Map.entry("A", "3"), Map.entry("C", "4"));
    }

    @Test
    void the_variables_of_a_box_are_zomgs_own_and_then_the_users() {
        BoxVariables variables = new BoxVariables("localhost", "10.66.0.1", true);
        Box box = BoxFixtures.of(BoxFixtures.ref("shop", "web"), BoxFixtures.lavish());

        SequencedMap<String, String> all = variables.of(box).variables();

        assertThat(all.sequencedKeySet())
                .startsWith(
                        "ZOMG_PROJECT",
                        "BOX_NAME",
                        "ZOMG_API_URL",
                        "ZOMG_API_HOST",
                        "ZOMG_API_IP",
                        "ZOMG_NODE_IP",
                        "ZOMG_INSECURE",
                        "TERM");
        assertThat(all)
                .containsEntry("ZOMG_PROJECT", "shop")
                .containsEntry("BOX_NAME", "web")
                .containsEntry("ZOMG_API_URL", "https://boxes.localhost")
                .containsEntry("ZOMG_API_IP", "10.66.0.1")
                .containsAllEntriesOf(BoxFixtures.awkwardEnvironment().variables());
        assertThat(new BoxVariables("a.b", "::1", false).of(box).variables())
                .doesNotContainKey("ZOMG_INSECURE");
    }
}
