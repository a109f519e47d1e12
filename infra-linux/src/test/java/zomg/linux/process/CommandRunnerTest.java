package zomg.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import zomg.linux.process.CommandOutcome.Exited;
import zomg.linux.process.CommandOutcome.NotStarted;
import zomg.linux.process.CommandOutcome.TimedOut;

class CommandRunnerTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final CommandRunner commands = new CommandRunner();

    @Test
    void output_and_exit_code_are_kept_apart() {
        CommandOutcome outcome =
                commands.run(Command.of(SOON, "/bin/sh", "-c", "echo out; echo err >&2; exit 3"));

        assertThat(outcome).isEqualTo(new Exited(3, "out\n", "err\n"));
    }

    @Test
    void input_is_given_and_arguments_are_no_shell_text() {
        String said = commands.require(Command.of(SOON, "cat", "-", "--"), "a $(b) 'c'");

        assertThat(said).isEqualTo("a $(b) 'c'");
    }

    @Test
    void a_program_that_is_not_there_was_not_started() {
        assertThat(commands.run(Command.of(SOON, "/no/such/program")))
                .isInstanceOf(NotStarted.class);
    }

    @Test
    void a_command_that_takes_too_long_is_killed_with_its_children()
            throws InterruptedException, ExecutionException, TimeoutException {
        String child = "sleep 4711." + System.nanoTime();

        CommandOutcome outcome =
                commands.run(
                        Command.of(Duration.ofMillis(300), "/bin/sh", "-c", child + " & wait"));

        assertThat(outcome).isInstanceOf(TimedOut.class);
        List<ProcessHandle> dying =
                ProcessHandle.allProcesses()
                        .filter(
                                process ->
                                        process.info()
                                                .commandLine()
                                                .filter(line -> line.contains(child))
                                                .isPresent())
                        .toList();
        for (ProcessHandle process : dying) {
            process.onExit().get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_failure_names_the_command_and_what_it_said() {
        Command failing = Command.of(SOON, "/bin/sh", "-c", "echo broken >&2; exit 2");

        assertThatThrownBy(() -> commands.require(failing))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("/bin/sh -c echo broken >&2; exit 2: exit 2: broken");
    }

    @Test
    void a_flood_of_output_is_cut() {
        CommandOutcome outcome =
                commands.run(Command.of(SOON, "head", "-c", "10000000", "/dev/zero"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Exited.class, exited -> assertThat(exited.stdout()).hasSize(256 * 1024));
    }
}
