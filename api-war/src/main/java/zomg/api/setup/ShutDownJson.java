package zomg.api.setup;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How to go down, on the wire. */
@Schema(name = "ShutDown", description = "How to go down.")
public record ShutDownJson(
        @Schema(
                        description =
                                "Whether boxes go on running without the server, for its next"
                                        + " start to find.",
                        defaultValue = "false")
                Optional<Boolean> keepBoxes) {}
