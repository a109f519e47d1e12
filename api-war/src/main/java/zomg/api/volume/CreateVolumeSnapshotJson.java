package zomg.api.volume;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Description;

/** A snapshot of a data volume to take, on the wire. */
@Schema(name = "CreateVolumeSnapshot", description = "A snapshot to take.")
public record CreateVolumeSnapshotJson(
        @Schema(description = "If absent, v0, v1 and so on: one more than the highest.")
                Optional<SnapshotName> name,
        Optional<Description> description) {}
