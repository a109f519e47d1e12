package zomg.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerStatusTest {

    @Test
    void every_status_is_read() {
        assertThat(RunnerStatus.parse("exited 7")).isEqualTo(new RunnerStatus.Exited(7));
        assertThat(RunnerStatus.parse("signalled 9")).isEqualTo(new RunnerStatus.Signalled(9));
        assertThat(RunnerStatus.parse("failed mount 13 /proc: Permission denied"))
                .isEqualTo(new RunnerStatus.Failed("mount", 13, "/proc: Permission denied"));
    }

    /** A status that is not understood is a failure, never a success. */
    @ParameterizedTest
    @ValueSource(strings = {"", "exited", "exited x", "exit 0", "failed step", "signalled "})
    void a_malformed_status_is_no_exit_code(String text) {
        assertThatThrownBy(() -> RunnerStatus.parse(text)).isInstanceOf(RunnerFailed.class);
    }
}
