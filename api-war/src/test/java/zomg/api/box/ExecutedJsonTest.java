package zomg.api.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import zomg.usecase.box.ExecInBox;
import zomg.usecase.box.Output;

class ExecutedJsonTest {

    private static final Output NOTHING = new Output(new byte[0], false);

    @Test
    void text_is_text() {
        ExecutedJson executed = executed(new Output(utf8("é\n"), false));

        assertThat(executed.stdout()).contains("é\n");
        assertThat(executed.stdoutBase64()).isEmpty();
        assertThat(executed.stderr()).contains("");
        assertThat(executed.truncated()).contains(false);
    }

    @Test
    void bytes_that_are_no_text_come_as_base64() {
        ExecutedJson executed = executed(new Output(new byte[] {(byte) 0xff, 'x'}, false));

        assertThat(executed.stdout()).isEmpty();
        assertThat(executed.stdoutBase64()).contains("/3g=");
    }

    @Test
    void a_character_that_was_cut_is_left_out() {
        byte[] cut = {'a', (byte) 0xc3};

        ExecutedJson executed = executed(new Output(cut, true));

        assertThat(executed.stdout()).contains("a");
        assertThat(executed.truncated()).contains(true);
    }

    @Test
    void half_a_character_at_the_very_end_is_no_text() {
        byte[] cut = {'a', (byte) 0xc3};

        assertThat(executed(new Output(cut, false)).stdoutBase64()).contains("YcM=");
    }

    private static ExecutedJson executed(Output stdout) {
        return ExecutedJson.of(new ExecInBox.Outcome(0, stdout, NOTHING));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
