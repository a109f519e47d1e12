package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.Spawning;
import zomg.linux.process.Command;
import zomg.linux.process.CommandOutcome;
import zomg.linux.process.CommandOutcome.Exited;
import zomg.linux.process.CommandOutcome.NotStarted;
import zomg.linux.process.CommandOutcome.TimedOut;
import zomg.linux.process.CommandRunner;
import zomg.linux.process.Fence;
import zomg.linux.process.Runner;

/** Programs of the host behind the fence, which is the runner's doing. */
class FencedCommandsIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir Path folder;

    private final Libc libc = new Libc();
    private Fence fence;
    private CommandRunner commands;

    @BeforeEach
    void pass() {
        fence = new Fence(folder.resolve("fence"), libc, Duration.ZERO);
        fence.prepare();
        Path program = Path.of(System.getProperty("zomg.runner"));
        commands = new CommandRunner(new Runner(program, new Spawning(libc), Optional.of(fence)));
    }

    @Test
    void a_program_is_the_same_behind_it() {
        CommandOutcome outcome =
                commands.run(
                        Command.of(SOON, "/bin/sh", "-c", "cat; echo err >&2; exit 3"), "input");

        assertThat(outcome).isEqualTo(new Exited(3, "input", "err\n"));
    }

    @Test
    void a_program_that_is_not_there_was_not_started() {
        assertThat(commands.run(Command.of(SOON, "/no/such/program")))
                .isInstanceOfSatisfying(
                        NotStarted.class,
                        outcome -> assertThat(outcome.reason()).contains("/no/such/program"));
    }

    @Test
    void a_program_holds_it_while_it_runs() {
        String lock = "flock --exclusive --nonblock %s true".formatted(folder.resolve("fence"));

        assertThat(commands.run(Command.of(SOON, "/bin/sh", "-c", "! " + lock)))
                .isEqualTo(new Exited(0, "", ""));
        assertThat(new CommandRunner().run(Command.of(SOON, "/bin/sh", "-c", lock)))
                .isEqualTo(new Exited(0, "", ""));
    }

    @Test
    void nothing_is_started_while_another_server_has_its_turn() {
        try (FileDescriptor turn = libc.open(folder.resolve("fence").toString(), Libc.O_RDONLY)) {
            libc.flock(turn, Libc.LOCK_EX);

            assertThat(commands.run(Command.of(SOON, "touch", folder.resolve("made").toString())))
                    .isInstanceOf(NotStarted.class);
        }
        assertThat(folder.resolve("made")).doesNotExist();
    }

    @Test
    void one_that_takes_too_long_is_killed_and_lets_go() {
        String child = "sleep 4719 & setsid sleep 4719 & wait";

        assertThat(commands.run(Command.of(Duration.ofMillis(300), "/bin/sh", "-c", child)))
                .isInstanceOf(TimedOut.class);

        new Fence(folder.resolve("fence"), libc, SOON).prepare();
    }
}
