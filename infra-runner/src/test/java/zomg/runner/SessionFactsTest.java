package zomg.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;

final class SessionFactsTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.123456789Z");
    private static final Uid ID = new Uid("abcdefghijkl");

    private static final String ABOUT =
            SessionAbout.of(ExecRequest.of("printf", "a\u00e9\n%s"), SessionTerms.PIPES, NOW)
                    .text();

    private static Optional<SessionFacts> told(String head, String about, String... rest) {
        String text = head + "\0" + about + "\0" + String.join("\0", rest) + "\0";
        return SessionFacts.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void one_that_runs_is_listed() {
        SessionFacts facts = told(ID + " supervised 5", ABOUT, "12 345 6", "").orElseThrow();

        assertThat(facts.supervised()).isTrue();
        assertThat(facts.age()).isEqualTo(Duration.ofSeconds(5));
        assertThat(facts.info())
                .contains(
                        new SessionInfo(
                                ID,
                                List.of("printf", "a\u00e9\n%s"),
                                "root",
                                false,
                                false,
                                NOW,
                                6,
                                Optional.empty()));
    }

    @Test
    void of_one_that_has_ended_its_end_is_known() {
        SessionFacts facts =
                told(ID + " alone 0", ABOUT, "12 345 6", "signalled 9\n7 8\n").orElseThrow();

        assertThat(facts.end().orElseThrow().said()).contains(new OutputOffsets(7, 8));
        assertThat(facts.info().orElseThrow().end()).contains(new ExecEnd.Signalled(9));
    }

    @Test
    void what_is_not_known_to_have_happened_is_not_listed() {
        String unlisted =
                SessionAbout.of(ExecRequest.of("true"), SessionTerms.UNLISTED, NOW).text();

        assertThat(told(ID + " alone 3", ABOUT, "12 345 6", "").orElseThrow().info()).isEmpty();
        assertThat(told(ID + " alone 3", ABOUT, "", "").orElseThrow().info()).isEmpty();
        assertThat(told(ID + " supervised 3", unlisted, "12 345 6", "").orElseThrow().info())
                .isEmpty();
    }

    @Test
    void what_is_none_of_ours_is_passed_over() {
        assertThat(told("lost+found alone 3", ABOUT, "", "")).isEmpty();
        assertThat(told(ID + " alone 3", "", "", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdefghijkl", "abcdefghijkl alone", "abcdefghijkl alone x"})
    void what_is_malformed_is_a_fault(String head) {
        assertThatThrownBy(() -> told(head, ABOUT, "", "")).isInstanceOf(RunnerFailed.class);
    }

    @Test
    void of_a_command_that_is_too_long_the_first_words_are_kept() {
        String word = "\u20ac".repeat(20_000);
        ExecRequest request = ExecRequest.of(word, word, word, word, word, word);

        String text = SessionAbout.inBackground(request, NOW).shortText();

        SessionAbout kept = SessionAbout.parse(text);
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(256 * 1024);
        assertThat(kept.background()).isTrue();
        // Not said as a whole: it is long
        assertThat(kept.command().equals(List.of(word, word, "..."))).isTrue();
    }
}
