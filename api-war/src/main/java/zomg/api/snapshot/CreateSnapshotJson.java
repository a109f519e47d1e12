package zomg.api.snapshot;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Description;

/** A new snapshot on the wire. */
@Schema(
        name = "CreateSnapshot",
        description = "A snapshot to take. Without a name it gets the next of v0, v1 and so on.")
public record CreateSnapshotJson(
        Optional<SnapshotName> name,
        Optional<Description> description,
        @Schema(
                        description =
                                "Whether to take the data volumes that the box may write to, at the"
                                        + " same moment.",
                        defaultValue = "true")
                Optional<Boolean> data) {}
