package zomg.api.box;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.usecase.box.ExecInBox;
import zomg.usecase.box.Output;

/** What became of a command, on the wire. */
@Schema(
        name = "Executed",
        description =
                "A command that ended, or one that was left running. Of each stream the first MiB"
                        + " is kept; a stream that is not UTF-8 comes as base64.",
        requiredProperties = "detached")
public record ExecutedJson(
        @Schema(description = "Whether it was left running in the background.") boolean detached,
        @Schema(description = "Its exit code, or 128 + the signal that ended it.", examples = "0")
                Optional<Integer> exitCode,
        Optional<BoxProcessJson> process,
        @Schema(examples = "hello") Optional<String> stdout,
        @Schema(examples = "not found") Optional<String> stderr,
        @Schema(examples = "/3g=") Optional<String> stdoutBase64,
        @Schema(examples = "/3g=") Optional<String> stderrBase64,
        @Schema(description = "Whether a stream had more than was kept.")
                Optional<Boolean> truncated) {

    /** A process in a box. */
    @Schema(name = "BoxProcess", description = "A process in a box.", requiredProperties = "pid")
    public record BoxProcessJson(
            @Schema(description = "Its pid as the box sees it.", examples = "42") int pid) {}

    static ExecutedJson started(int pid) {
        return new ExecutedJson(
                true,
                Optional.empty(),
                Optional.of(new BoxProcessJson(pid)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ExecutedJson of(ExecInBox.Outcome outcome) {
        Output stdout = outcome.stdout();
        Output stderr = outcome.stderr();
        Optional<String> stdoutText = text(stdout);
        Optional<String> stderrText = text(stderr);
        return new ExecutedJson(
                false,
                Optional.of(outcome.exitCode()),
                Optional.empty(),
                stdoutText,
                stderrText,
                stdoutText.isPresent() ? Optional.empty() : Optional.of(base64(stdout)),
                stderrText.isPresent() ? Optional.empty() : Optional.of(base64(stderr)),
                Optional.of(stdout.truncated() || stderr.truncated()));
    }

    /** Where output was cut, a character may have been cut too; that is no reason for base64. */
    static Optional<String> text(Output output) {
        CharBuffer text = CharBuffer.allocate(output.bytes().length);
        boolean bad =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(output.bytes()), text, !output.truncated())
                        .isError();
        return bad ? Optional.empty() : Optional.of(text.flip().toString());
    }

    static String base64(Output output) {
        return Base64.getEncoder().encodeToString(output.bytes());
    }
}
