package zomg.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.libc.Libc;
import zomg.linux.process.Runner;

class RunnerCallTest {

    private static final String DEAF = "exec 0<&-\nprintf '\\0\\0\\0\\003\\00747'\n";

    @TempDir Path folder;

    /** A shell script that plays the runner. */
    private Launcher runner(String script) throws IOException {
        Path program = folder.resolve("runner");
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new HostLauncher(Runner.unfenced(program, new Libc()));
    }

    /** A busy machine takes a while from the end of a process to the word of it. */
    @Test
    void what_a_runner_does_not_hear_any_more_does_not_hide_how_it_ended() throws IOException {
        Launcher runner = runner(DEAF + "printf '\\0\\0\\0\\011\\003exited 0'\nsleep 1\n");

        try (RunnerCall call = RunnerCall.start(runner, "enter", new RunnerPlan())) {
            assertThat(call.next().channel()).isEqualTo(RunnerFrames.STARTED);
            call.closeInput();
            assertThat(call.next().text()).isEqualTo("exited 0");
        }
    }

    @Test
    void a_runner_that_ends_without_a_status_is_no_success() throws IOException {
        Launcher runner = runner(DEAF);

        try (RunnerCall call = RunnerCall.start(runner, "enter", new RunnerPlan())) {
            call.next();
            call.closeInput();
            assertThatThrownBy(call::next)
                    .isInstanceOf(RunnerFailed.class)
                    .hasMessageContaining("ended without a status");
        }
    }

    @Test
    void a_runner_that_does_not_answer_is_not_waited_for() throws IOException {
        Launcher runner = runner("exec sleep 1000\n");

        try (RunnerCall call = RunnerCall.start(runner, "enter", new RunnerPlan())) {
            assertThatThrownBy(() -> call.nextWithin(Duration.ofMillis(200)))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal ->
                                    assertThat(refusal.code())
                                            .isEqualTo(ErrorCode.ENGINE_UNAVAILABLE));
        }
    }

    @Test
    void a_runner_that_ends_in_time_is_not_late() throws IOException {
        Launcher runner = runner("exit 1\n");

        try (RunnerCall call = RunnerCall.start(runner, "enter", new RunnerPlan())) {
            assertThatThrownBy(call::nextSoon).isInstanceOf(RunnerFailed.class);
        }
    }
}
