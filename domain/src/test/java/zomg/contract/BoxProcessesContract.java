package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.model.box.Box;
import zomg.model.box.Environment;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.port.BoxProcesses;
import zomg.port.Session;

/** What all that run commands in boxes do. */
public interface BoxProcessesContract {

    /** What came out of a command. */
    record Played(ExecEnd end, String stdout, String stderr) {}

    BoxProcesses processes();

    /** A box that runs a usual Linux with a user {@code nobody}. */
    Box runningBox();

    Box stoppedBox();

    @Test
    default void every_exit_code_is_kept() {
        for (int code : new int[] {0, 1, 2, 7, 126, 127, 128, 137, 255}) {
            assertThat(run(ExecRequest.of("sh", "-c", "exit " + code)).end())
                    .isEqualTo(new ExecEnd.Exited(code));
        }
    }

    @Test
    default void a_signal_is_not_an_exit_code() {
        assertThat(run(ExecRequest.of("sh", "-c", "kill -9 $$")).end())
                .isEqualTo(new ExecEnd.Signalled(9));
    }

    @Test
    default void the_two_streams_stay_apart() {
        assertThat(run(ExecRequest.of("printf", "%s", "out")))
                .isEqualTo(new Played(new ExecEnd.Exited(0), "out", ""));
        assertThat(run(ExecRequest.of("sh", "-c", "echo err >&2")))
                .isEqualTo(new Played(new ExecEnd.Exited(0), "", "err\n"));
    }

    @Test
    default void arguments_stay_arguments() {
        String hostile = " $HOME `id` \"'\\ * ; exit 3\n!";

        assertThat(run(ExecRequest.of("printf", "%s", hostile)).stdout()).isEqualTo(hostile);
        assertThat(run(ExecRequest.of("printf", "%s", "")).stdout()).isEmpty();
    }

    @Test
    default void much_output_arrives_whole() {
        int size = 12 * 1024 * 1024;

        Played played = run(ExecRequest.of("head", "-c", Integer.toString(size), "/dev/zero"));

        assertThat(played.end()).isEqualTo(new ExecEnd.Exited(0));
        assertThat(played.stdout()).hasSize(size);
    }

    @Test
    default void a_command_that_takes_too_long_is_killed() {
        ExecRequest request = ExecRequest.of("sleep", "3600").within(Duration.ofSeconds(1));

        assertThat(run(request).end()).isEqualTo(new ExecEnd.TimedOut());
    }

    @Test
    default void a_command_that_is_not_there_exits_as_in_a_shell() {
        Played played = run(ExecRequest.of("no-such-command"));

        assertThat(played.end()).isEqualTo(new ExecEnd.Exited(127));
        assertThat(played.stderr()).contains("not found");
    }

    @Test
    default void variables_directory_and_user_are_as_asked_for() {
        Environment environment = Environment.of(Map.of("GREETING", "a \"b\" $c\n"));
        ExecRequest printenv =
                request(List.of("printenv", "GREETING"), Optional.empty(), environment, "root");

        assertThat(run(printenv).stdout()).isEqualTo("a \"b\" $c\n\n");
        assertThat(run(in("/tmp", "root")).stdout()).isEqualTo("/tmp\n");
        assertThat(
                        run(request(
                                        List.of("whoami"),
                                        Optional.of("/"),
                                        Environment.EMPTY,
                                        "nobody"))
                                .stdout())
                .isEqualTo("nobody\n");
    }

    @Test
    default void an_unknown_user_or_directory_is_refused() {
        assertRefused(ErrorCode.EXEC_FAILED, () -> run(in("/", "no_such_user")));
        assertRefused(ErrorCode.EXEC_FAILED, () -> run(in("/no/such/directory", "root")));
        assertRefused(
                ErrorCode.EXEC_FAILED,
                () -> processes().start(runningBox(), in("/no/such/directory", "root")));
    }

    @Test
    default void a_box_that_does_not_run_is_refused() {
        Box stopped = stoppedBox();
        ExecRequest request = ExecRequest.of("true");

        assertRefused(
                ErrorCode.BOX_NOT_RUNNING,
                () ->
                        processes()
                                .run(
                                        stopped,
                                        request,
                                        new ByteArrayOutputStream(),
                                        new ByteArrayOutputStream()));
        assertRefused(ErrorCode.BOX_NOT_RUNNING, () -> processes().start(stopped, request));
    }

    @Test
    default void commands_in_the_background_have_pids_of_their_own() {
        Box box = runningBox();
        ExecRequest request = ExecRequest.of("sleep", "30");

        int one = processes().start(box, request);
        int two = processes().start(box, request);

        assertThat(one).isGreaterThan(1).isNotEqualTo(two);
    }

    @Test
    default void a_command_that_is_talked_to_answers_until_its_input_ends() {
        byte[] said = {0, 1, 'a', '\n', (byte) 0xff};
        try (Session session =
                processes().open(runningBox(), ExecRequest.of("cat"), Optional.empty())) {
            session.send(new SessionInput.Bytes(said));
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            while (heard.size() < said.length) {
                assertThat(session.next())
                        .isInstanceOfSatisfying(
                                SessionOutput.Stdout.class,
                                output -> heard.writeBytes(output.bytes()));
            }
            assertThat(heard.toByteArray()).isEqualTo(said);

            session.send(new SessionInput.End());

            assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(0)));
        }
    }

    @Test
    default void a_command_that_is_talked_to_says_how_it_ended() {
        ExecRequest request = ExecRequest.of("sh", "-c", "exit 7");
        try (Session session = processes().open(runningBox(), request, Optional.empty())) {
            SessionOutput last = session.next();
            while (!(last instanceof SessionOutput.Ended)) {
                last = session.next();
            }
            assertThat(last).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(7)));
        }
    }

    @Test
    default void a_command_that_is_hung_up_on_ends() {
        try (Session session =
                processes().open(runningBox(), ExecRequest.of("cat"), Optional.empty())) {
            session.send(new SessionInput.HangUp());

            assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Signalled(1)));
        }
    }

    @Test
    default void a_command_that_cannot_be_talked_to_is_refused() {
        Box stopped = stoppedBox();
        assertRefused(
                ErrorCode.BOX_NOT_RUNNING,
                () -> processes().open(stopped, ExecRequest.of("cat"), Optional.empty()));
        try (Session session =
                processes().open(runningBox(), in("/", "no_such_user"), Optional.empty())) {
            assertRefused(ErrorCode.EXEC_FAILED, session::next);
        }
    }

    private Played run(ExecRequest request) {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        ExecEnd end = processes().run(runningBox(), request, stdout, stderr);
        return new Played(
                end,
                stdout.toString(StandardCharsets.UTF_8),
                stderr.toString(StandardCharsets.UTF_8));
    }

    private static ExecRequest in(String directory, String user) {
        return request(List.of("pwd"), Optional.of(directory), Environment.EMPTY, user);
    }

    private static ExecRequest request(
            List<String> command,
            Optional<String> directory,
            Environment environment,
            String user) {
        return new ExecRequest(
                command, false, directory, environment, user, Duration.ofSeconds(30));
    }
}
