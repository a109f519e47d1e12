package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.model.base.BaseReference;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.Environment;
import zomg.model.box.GracePeriod;
import zomg.model.box.Isolation;
import zomg.model.box.Memory;
import zomg.model.box.Tags;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.volume.Attachments;
import zomg.port.BoxProcesses;

/**
 * What a privileged box is from inside, whatever engine has started it: {@code inside-a-box.sh}
 * asks, {@code inside-a-box.txt} has the answers.
 */
public interface InsideBoxContract {

    int MEBIBYTES = 256;

    BoxProcesses processes();

    /** A box of a usual Debian, just started, as {@link #spec()} says. */
    Box privilegedBox();

    static BoxSpec spec() {
        return new BoxSpec(
                BaseReference.DEFAULT,
                new BoxConfig(
                        Optional.empty(), Optional.of(new Memory(MEBIBYTES)), Optional.empty()),
                Environment.of(Map.of("GREETING", "a \"b\" $c `d` \\e")),
                Tags.NONE,
                Optional.empty(),
                GracePeriod.DEFAULT,
                Isolation.PRIVILEGED,
                Attachments.NONE);
    }

    @Test
    default void a_box_is_the_same_on_every_engine() {
        Box box = privilegedBox();
        String expected =
                resource("inside-a-box.txt")
                        .replace("{hostname}", box.ref().hostname())
                        .replace("{name}", box.ref().name().value())
                        .replace("{project}", box.ref().project().value())
                        .replace("{memory}", Long.toString(MEBIBYTES * 1024L * 1024));
        ExecRequest request = ExecRequest.of("bash", "-c", resource("inside-a-box.sh"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();

        ExecEnd end = processes().run(box, request, said, complained);

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactlyElementsOf(expected.lines().toList());
        assertThat(complained.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(end).isEqualTo(new ExecEnd.Exited(0));
    }

    private static String resource(String name) {
        try (InputStream content = InsideBoxContract.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(content, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
