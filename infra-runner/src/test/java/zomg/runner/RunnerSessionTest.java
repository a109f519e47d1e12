package zomg.runner;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.id.Uid;
import zomg.port.Session;

final class RunnerSessionTest {

    private static final Uid ID = new Uid("abcdefghijkl");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private boolean supervised;
    private boolean closed;

    private final Supervision supervision =
            new Supervision() {
                @Override
                public boolean isThere() {
                    return supervised;
                }

                @Override
                public void hangUp() {
                    throw new UnsupportedOperationException();
                }
            };

    private void say(int channel, String payload) throws IOException {
        new RunnerFrames(new ByteArrayInputStream(new byte[0]), said)
                .send(channel, payload.getBytes(US_ASCII));
    }

    private Session attach() throws IOException {
        RunnerFrames frames =
                new RunnerFrames(
                        new ByteArrayInputStream(said.toByteArray()),
                        OutputStream.nullOutputStream());
        return RunnerSession.attach(
                ID, frames, () -> closed = true, supervision, Optional.of(OutputOffsets.START));
    }

    private static void assertRefused(ErrorCode code, Session session) {
        assertThatThrownBy(session::next)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void it_begins_where_the_supervisor_says() throws IOException {
        say(RunnerFrames.STARTED, "12 3 4 5");
        say(RunnerFrames.CONTROL, "stdin 7");
        say(RunnerFrames.STATUS, "exited 6");

        Session session = attach();

        assertThat(session.position()).isEqualTo(new SessionPosition(3, new OutputOffsets(4, 5)));
        assertThat(session.next()).isEqualTo(new SessionOutput.Accepted(7));
        assertThat(session.next()).isEqualTo(new SessionOutput.Ended(new ExecEnd.Exited(6)));
    }

    @Test
    void a_client_that_another_one_has_taken_over_hears_that() throws IOException {
        say(RunnerFrames.STARTED, "12 0 0 0");
        say(RunnerFrames.STATUS, "failed taken_over 32 another client has come: Broken pipe");

        assertRefused(ErrorCode.SESSION_TAKEN_OVER, attach());
    }

    @Test
    void an_end_means_that_if_there_still_is_a_supervisor() throws IOException {
        say(RunnerFrames.STARTED, "12 0 0 0");
        supervised = true;

        assertRefused(ErrorCode.SESSION_TAKEN_OVER, attach());
    }

    @Test
    void without_one_nobody_knows_how_it_ended() throws IOException {
        say(RunnerFrames.STARTED, "12 0 0 0");
        say(RunnerFrames.SESSION, "abcdefghijkl alone 0");
        Session session = attach();

        assertThatThrownBy(session::next).isInstanceOf(RunnerFailed.class);
    }

    @Test
    void output_that_is_gone_is_refused_and_the_connection_is_closed() throws IOException {
        say(RunnerFrames.STATUS, "failed attach 34 the output is not there any more");

        assertThatThrownBy(this::attach)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.code())
                                        .isEqualTo(ErrorCode.SESSION_OUTPUT_GONE));
        assertThat(closed).isTrue();
    }

    @Test
    void one_that_ended_just_now_is_to_be_asked_for_again() throws IOException {
        say(RunnerFrames.SESSION, "abcdefghijkl alone 0");

        assertThatThrownBy(this::attach).isInstanceOf(IOException.class);
    }
}
