package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionTerms;
import zomg.port.Session;

final class OpenSessionTest {

    private static final ExecRequest CAT = ExecRequest.of("cat");

    private final UseCases zomg = new UseCases(new InMemoryMachine());
    private final OpenSession openSession = zomg.openSession(1);

    @BeforeEach
    void create() {
        zomg.create(ref("web"));
    }

    @Test
    void what_is_said_is_heard() {
        try (Session session = openSession.open(ref("web"), CAT, SessionTerms.PIPES)) {
            session.send(new SessionInput.Bytes(new byte[] {1, 2}));

            assertThat(session.next())
                    .isInstanceOfSatisfying(
                            SessionOutput.Stdout.class,
                            output -> assertThat(output.bytes()).containsExactly(1, 2));
            session.send(new SessionInput.End());
            assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(0)));
        }
    }

    @Test
    void a_box_that_is_not_there_or_does_not_run_is_refused() {
        assertRefused(
                ErrorCode.BOX_NOT_FOUND,
                () -> openSession.open(ref("other"), CAT, SessionTerms.PIPES));
        zomg.stopBox().stop(ref("web"));
        assertRefused(
                ErrorCode.BOX_NOT_RUNNING,
                () -> openSession.open(ref("web"), CAT, SessionTerms.PIPES));
    }

    @Test
    void a_place_is_given_back_once() {
        Session first = openSession.open(ref("web"), CAT, SessionTerms.PIPES);
        assertRefused(ErrorCode.BUSY, () -> openSession.open(ref("web"), CAT, SessionTerms.PIPES));
        first.close();
        first.close();

        Session second = openSession.open(ref("web"), CAT, SessionTerms.PIPES);
        assertRefused(ErrorCode.BUSY, () -> openSession.open(ref("web"), CAT, SessionTerms.PIPES));
        second.close();
    }

    @Test
    void what_could_not_be_opened_keeps_no_place() {
        zomg.stopBox().stop(ref("web"));
        assertRefused(
                ErrorCode.BOX_NOT_RUNNING,
                () -> openSession.open(ref("web"), CAT, SessionTerms.PIPES));
        zomg.resumeBox().resume(ref("web"));

        openSession.open(ref("web"), CAT, SessionTerms.PIPES).close();
    }
}
