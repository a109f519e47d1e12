package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.BoxFixtures;
import zomg.model.box.Box;
import zomg.model.box.Environment;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;
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
                ErrorCode.EXEC_FAILED, () -> start(runningBox(), in("/no/such/directory", "root")));
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
        assertRefused(ErrorCode.BOX_NOT_RUNNING, () -> start(stopped, request));
    }

    @Test
    default void commands_in_the_background_have_pids_of_their_own() {
        Box box = runningBox();
        ExecRequest request = ExecRequest.of("sleep", "30");

        int one = start(box, request);
        int two = start(box, request);

        assertThat(one).isGreaterThan(1).isNotEqualTo(two);
    }

    @Test
    default void of_a_command_in_the_background_is_known_how_it_ended() {
        Box box = runningBox();
        Uid ends = BoxFixtures.uid();
        Uid runs = BoxFixtures.uid();

        int endsPid = processes().start(box, ends, ExecRequest.of("sh", "-c", "exit 7"));
        int runsPid = processes().start(box, runs, ExecRequest.of("sleep", "30"));

        for (int left = 500; left > 0 && session(box, ends).end().isEmpty(); left--) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(session(box, ends))
                .returns(Optional.of(new ExecEnd.Exited(7)), SessionInfo::end)
                .returns(true, SessionInfo::background)
                .returns(endsPid, SessionInfo::pid)
                .returns(List.of("sh", "-c", "exit 7"), SessionInfo::command);
        assertThat(session(box, runs))
                .returns(Optional.empty(), SessionInfo::end)
                .returns(runsPid, SessionInfo::pid);
        assertRefused(
                ErrorCode.SESSION_NOT_FOUND, () -> processes().join(box, runs, Optional.empty()));
    }

    private SessionInfo session(Box box, Uid id) {
        return processes().sessions(box).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    default void a_command_that_is_talked_to_for_too_long_is_killed() {
        SessionTerms second = SessionTerms.of(Optional.empty(), Optional.of(Duration.ofSeconds(1)));
        try (Session session = open(ExecRequest.of("sleep", "3600"), second)) {
            assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.TimedOut()));
        }
    }

    @Test
    default void what_is_not_listed_is_nobody_elses() {
        Box box = runningBox();
        try (Session hidden = open(ExecRequest.of("cat"), SessionTerms.UNLISTED)) {
            assertThat(processes().sessions(box))
                    .extracting(SessionInfo::id)
                    .doesNotContain(hidden.id());
            assertRefused(
                    ErrorCode.SESSION_NOT_FOUND,
                    () -> processes().join(box, hidden.id(), Optional.empty()));
            hidden.send(new SessionInput.Bytes(new byte[] {7}));
            assertThat(heard(hidden, 1)).containsExactly(7);
            hidden.send(new SessionInput.HangUp());
        }
    }

    @Test
    default void a_command_that_is_talked_to_answers_until_its_input_ends() {
        byte[] said = {0, 1, 'a', '\n', (byte) 0xff};
        try (Session session = open(ExecRequest.of("cat"))) {
            session.send(new SessionInput.Bytes(said));
            assertThat(heard(session, said.length)).isEqualTo(said);

            session.send(new SessionInput.End());

            assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(0)));
        }
    }

    @Test
    default void a_command_that_is_talked_to_says_how_it_ended() {
        ExecRequest request = ExecRequest.of("sh", "-c", "exit 7");
        try (Session session = open(request)) {
            SessionOutput last = session.next();
            while (!(last instanceof SessionOutput.Ended)) {
                last = session.next();
            }
            assertThat(last).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(7)));
        }
    }

    @Test
    default void a_command_that_is_hung_up_on_ends() {
        try (Session session = open(ExecRequest.of("cat"))) {
            session.send(new SessionInput.HangUp());

            assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Signalled(1)));
        }
    }

    @Test
    default void a_command_that_cannot_be_talked_to_is_refused() {
        Box stopped = stoppedBox();
        assertRefused(
                ErrorCode.BOX_NOT_RUNNING,
                () ->
                        processes()
                                .open(
                                        stopped,
                                        BoxFixtures.uid(),
                                        ExecRequest.of("cat"),
                                        SessionTerms.PIPES));
        assertRefused(ErrorCode.EXEC_FAILED, () -> open(in("/", "no_such_user")));
        assertRefused(ErrorCode.EXEC_FAILED, () -> open(in("/no/such/directory", "root")));
    }

    @Test
    default void a_client_that_comes_back_misses_nothing_and_hears_nothing_twice() {
        Session first = open(ExecRequest.of("cat"));
        first.send(new SessionInput.Bytes(new byte[] {1, 2, 3}));
        assertThat(heard(first, 3)).containsExactly(1, 2, 3);
        first.close();

        try (Session again =
                processes().join(runningBox(), first.id(), Optional.of(new OutputOffsets(1, 0)))) {
            assertThat(again.position()).isEqualTo(new SessionPosition(3, new OutputOffsets(1, 0)));
            again.send(new SessionInput.Bytes(new byte[] {4}));
            assertThat(heard(again, 3)).containsExactly(2, 3, 4);
            again.send(new SessionInput.End());
            assertThat(again.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(0)));
        }
    }

    @Test
    default void what_was_confirmed_is_not_said_again() {
        Session first = open(ExecRequest.of("cat"));
        first.send(new SessionInput.Bytes(new byte[] {1, 2, 3}));
        heard(first, 3);
        first.send(new SessionInput.Confirmed(new OutputOffsets(3, 0)));
        first.close();

        Box box = runningBox();
        assertRefused(
                ErrorCode.SESSION_OUTPUT_GONE,
                () -> processes().join(box, first.id(), Optional.of(OutputOffsets.START)));
        assertRefused(
                ErrorCode.SESSION_OUTPUT_GONE,
                () -> processes().join(box, first.id(), Optional.of(new OutputOffsets(4, 0))));
        try (Session again = processes().join(box, first.id(), Optional.empty())) {
            assertThat(again.position().output()).isEqualTo(new OutputOffsets(3, 0));
            again.send(new SessionInput.HangUp());
            assertThat(again.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Signalled(1)));
        }
    }

    @Test
    default void the_latest_client_counts() {
        Session first = open(ExecRequest.of("cat"));
        try (Session second = processes().join(runningBox(), first.id(), Optional.empty())) {
            assertRefused(ErrorCode.SESSION_TAKEN_OVER, first::next);
            second.send(new SessionInput.Bytes(new byte[] {7}));
            assertThat(heard(second, 1)).containsExactly(7);
            second.send(new SessionInput.HangUp());
        } finally {
            first.close();
        }
    }

    @Test
    default void sessions_are_listed_with_their_ends() {
        Box box = runningBox();
        Session ends = open(ExecRequest.of("sh", "-c", "exit 7"));
        Session runs = open(ExecRequest.of("cat"));
        SessionOutput last = ends.next();
        while (!(last instanceof SessionOutput.Ended)) {
            last = ends.next();
        }
        ends.close();

        List<SessionInfo> listed =
                processes().sessions(box).stream()
                        .filter(one -> Set.of(ends.id(), runs.id()).contains(one.id()))
                        .toList();

        assertThat(listed).extracting(SessionInfo::id).containsExactly(ends.id(), runs.id());
        assertThat(listed)
                .extracting(SessionInfo::end)
                .containsExactly(Optional.of(new ExecEnd.Exited(7)), Optional.empty());
        assertThat(listed.getLast().command()).containsExactly("cat");
        assertThat(listed.getLast().pid()).isGreaterThan(1);
        runs.send(new SessionInput.HangUp());
        runs.close();
    }

    @Test
    default void a_session_that_never_was_is_not_found() {
        Box box = runningBox();
        Uid nobody = BoxFixtures.uid();

        assertRefused(
                ErrorCode.SESSION_NOT_FOUND, () -> processes().join(box, nobody, Optional.empty()));
    }

    private Session open(ExecRequest request) {
        return open(request, SessionTerms.PIPES);
    }

    private Session open(ExecRequest request, SessionTerms terms) {
        return processes().open(runningBox(), BoxFixtures.uid(), request, terms);
    }

    private int start(Box box, ExecRequest request) {
        return processes().start(box, BoxFixtures.uid(), request);
    }

    private static byte[] heard(Session session, int bytes) {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        while (heard.size() < bytes) {
            if (session.next() instanceof SessionOutput.Stdout(byte[] said)) {
                heard.writeBytes(said);
            }
        }
        return heard.toByteArray();
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
