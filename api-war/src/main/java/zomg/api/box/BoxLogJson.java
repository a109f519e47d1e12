package zomg.api.box;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.api.json.OutputText;
import zomg.usecase.box.Output;

/** What a process printed, or a piece of it, on the wire. */
@Schema(
        name = "BoxLog",
        description =
                "The end of a log of a box, a MiB of it at most, or a piece of it; what is not UTF-8"
                        + " comes as base64.",
        requiredProperties = "truncated")
public record BoxLogJson(
        @Schema(examples = "hello") Optional<String> text,
        @Schema(examples = "/3g=") Optional<String> textBase64,
        @Schema(description = "Whether there was more than is kept of what was asked for.")
                boolean truncated) {

    static BoxLogJson of(Output output) {
        OutputText text = OutputText.of(output.bytes(), output.truncated());
        return new BoxLogJson(text.text(), text.base64(), output.truncated());
    }
}
