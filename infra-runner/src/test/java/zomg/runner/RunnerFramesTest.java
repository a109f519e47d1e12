package zomg.runner;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class RunnerFramesTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private void say(int channel, String payload) throws IOException {
        new RunnerFrames(new ByteArrayInputStream(new byte[0]), said)
                .send(channel, payload.getBytes(US_ASCII));
    }

    private RunnerFrames heard() {
        return new RunnerFrames(
                new ByteArrayInputStream(said.toByteArray()), OutputStream.nullOutputStream());
    }

    @Test
    void payloads_come_in_an_array_that_is_large_enough_for_them() throws IOException {
        say(RunnerFrames.STDOUT, "first");
        say(RunnerFrames.STDOUT, "of the second one more");
        byte[] room = new byte[8];
        RunnerFrames frames = heard();

        RunnerFrames.Piece first = frames.next(room);
        assertThat(first.bytes()).isSameAs(room);
        assertThat(first.text()).isEqualTo("first");
        RunnerFrames.Piece second = frames.next(room);

        assertThat(second.bytes()).isNotSameAs(room);
        assertThat(second.text()).isEqualTo("of the second one more");
        assertThat(second.payload()).hasSize(second.length());
    }

    @Test
    void a_frame_that_is_cut_off_is_none() throws IOException {
        say(RunnerFrames.STDOUT, "whole");
        byte[] cut = said.toByteArray();
        RunnerFrames frames =
                new RunnerFrames(
                        new ByteArrayInputStream(cut, 0, cut.length - 1),
                        OutputStream.nullOutputStream());

        assertThatThrownBy(() -> frames.next(new byte[64])).isInstanceOf(EOFException.class);
    }
}
