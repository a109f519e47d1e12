package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.BoxFixtures;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.LogChoice;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;
import zomg.port.BoxProcesses;
import zomg.port.Session;

final class ReadLogTest {

    private static final LogChoice ALL = new LogChoice(42, 100);

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final ReadLog readLog =
            new ReadLog(machine.processes(), zomg.showBox(), BoxFixtures::uid);

    @BeforeEach
    void create() {
        zomg.create(ref("web"));
    }

    private String read(String printed) {
        machine.processes().playNext(printed, new ExecEnd.Exited(0));
        return new String(readLog.read(ref("web"), ALL).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void what_the_profile_prints_is_not_of_the_log() {
        assertThat(read("welcome\n\0one\n\0two\n")).isEqualTo("one\n\0two\n");
        assertThat(read("\0")).isEmpty();
    }

    @Test
    void of_too_much_the_last_whole_lines_are_kept() {
        String line = "x".repeat(1023) + "\n";
        machine.processes().playNext("\0first\n" + line.repeat(1024), new ExecEnd.Exited(0));

        Output log = readLog.read(ref("web"), ALL);

        assertThat(log.truncated()).isTrue();
        assertThat(new String(log.bytes(), StandardCharsets.UTF_8)).isEqualTo(line.repeat(1023));
    }

    @Test
    void what_cannot_be_read_is_refused() {
        machine.processes().playNext("", new ExecEnd.Exited(66));
        assertRefused(ErrorCode.LOG_NOT_FOUND, () -> readLog.read(ref("web"), ALL));
        machine.processes().playNext("", new ExecEnd.Exited(127));
        assertRefused(ErrorCode.EXEC_FAILED, () -> readLog.read(ref("web"), ALL));
        machine.processes().playNext("", new ExecEnd.TimedOut());
        assertRefused(ErrorCode.EXEC_TIMEOUT, () -> readLog.read(ref("web"), ALL));
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> readLog.read(ref("nobody"), ALL));
        assertRefused(ErrorCode.INVALID_REQUEST, () -> new LogChoice(0, -1));
    }

    @Test
    void a_log_that_is_not_there_cannot_be_followed() {
        machine.processes().playNext("", new ExecEnd.Exited(66));

        assertRefused(ErrorCode.LOG_NOT_FOUND, () -> readLog.follow(ref("web"), ALL));
    }

    @Test
    void what_is_followed_begins_behind_the_mark_and_has_no_stderr() {
        Played played =
                new Played(
                        new ArrayDeque<>(
                                List.of(
                                        out("welcome\n"),
                                        out("you\n\0"),
                                        out("one\n"),
                                        new SessionOutput.Stderr(new byte[] {'x'}),
                                        out("\0two\n"),
                                        new SessionOutput.Ended(new ExecEnd.Exited(0)))),
                        new ArrayList<>());
        ReadLog following = new ReadLog(played, zomg.showBox(), BoxFixtures::uid);

        Session log = following.follow(ref("web"), ALL);

        assertThat(text(log.next())).isEqualTo("one\n");
        assertThat(text(log.next())).isEqualTo("\0two\n");
        assertThat(log.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(0)));
        log.close();
        assertThat(played.said())
                .contains(new SessionInput.Confirmed(new OutputOffsets(22, 1)))
                .last()
                .isEqualTo(new SessionInput.HangUp());
    }

    private static SessionOutput out(String text) {
        return new SessionOutput.Stdout(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(SessionOutput output) {
        return output instanceof SessionOutput.Stdout(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : output.toString();
    }

    /** Says what was written down for it. */
    private record Played(Queue<SessionOutput> outputs, List<SessionInput> said)
            implements BoxProcesses, Session {

        @Override
        public ExecEnd run(Box box, ExecRequest request, OutputStream stdout, OutputStream stderr) {
            return new ExecEnd.Exited(0);
        }

        @Override
        public int start(Box box, Uid id, ExecRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Session open(Box box, Uid id, ExecRequest request, SessionTerms terms) {
            assertThat(terms.isListed()).isFalse();
            return this;
        }

        @Override
        public Session join(Box box, Uid id, Optional<OutputOffsets> has) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<SessionInfo> sessions(Box box) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uid id() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SessionPosition position() {
            return SessionPosition.START;
        }

        @Override
        public SessionOutput next() {
            return outputs.remove();
        }

        @Override
        public void send(SessionInput input) {
            said.add(input);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
