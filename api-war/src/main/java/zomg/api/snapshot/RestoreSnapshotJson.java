package zomg.api.snapshot;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What to do besides restoring, on the wire. */
@Schema(name = "RestoreSnapshot", description = "What to do with what is replaced.")
public record RestoreSnapshotJson(
        @Schema(
                        description = "Whether to keep what is replaced as a snapshot, too.",
                        defaultValue = "true")
                Optional<Boolean> safety) {}
