package zomg.api.base;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.api.json.OutputText;
import zomg.model.id.Uid;
import zomg.usecase.base.ReadBuildLog;

/** What was printed while a base was built, or a piece of it, on the wire. */
@Schema(
        name = "BaseLog",
        description =
                "A piece of the log of a build; what is not UTF-8 comes as base64. The last MiB of a"
                        + " log is kept at most.",
        requiredProperties = {"build", "offset", "next_offset", "ended"})
public record BaseLogJson(
        @Schema(description = "Which build it is.") Uid build,
        @Schema(
                        description = "Where the piece begins, in bytes from the log's beginning.",
                        examples = "0")
                long offset,
        @Schema(description = "Where what comes next begins.", examples = "42") long nextOffset,
        @Schema(description = "Whether the build is over, and nothing comes any more.")
                boolean ended,
        @Schema(examples = "Setting up hello (2.10-3) ...") Optional<String> text,
        @Schema(examples = "/3g=") Optional<String> textBase64) {

    static BaseLogJson of(ReadBuildLog.Part part) {
        OutputText text = OutputText.of(part.piece().bytes(), false);
        return new BaseLogJson(
                part.build(),
                part.piece().offset(),
                part.piece().end(),
                part.isLast(),
                text.text(),
                text.base64());
    }
}
