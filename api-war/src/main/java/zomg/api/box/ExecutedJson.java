package zomg.api.box;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.api.json.OutputText;
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
        OutputText stdoutText = text(stdout);
        OutputText stderrText = text(stderr);
        return new ExecutedJson(
                false,
                Optional.of(outcome.exitCode()),
                Optional.empty(),
                stdoutText.text(),
                stderrText.text(),
                stdoutText.base64(),
                stderrText.base64(),
                Optional.of(stdout.truncated() || stderr.truncated()));
    }

    private static OutputText text(Output output) {
        return OutputText.of(output.bytes(), output.truncated());
    }
}
