package zomg.api.snapshot;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.usecase.snapshot.RestoreSnapshot;

/** What to do besides restoring, on the wire. */
@Schema(
        name = "RestoreSnapshot",
        description = "What to restore, and what to do with what is replaced.")
public record RestoreSnapshotJson(
        @Schema(
                        description = "Whether to keep what is replaced as a snapshot, too.",
                        defaultValue = "true")
                Optional<Boolean> safety,
        @Schema(
                        description =
                                "Whether to restore the data volumes that were taken with it, too, of"
                                        + " those that the box may write to now.",
                        defaultValue = "false")
                Optional<Boolean> data,
        @Schema(
                        description =
                                "Whether other boxes that have one of those volumes and run are"
                                        + " stopped for it, and resumed.",
                        defaultValue = "false")
                Optional<Boolean> force) {

    RestoreSnapshot.Options toOptions() {
        return new RestoreSnapshot.Options(
                safety.orElse(true), data.orElse(false), force.orElse(false));
    }
}
