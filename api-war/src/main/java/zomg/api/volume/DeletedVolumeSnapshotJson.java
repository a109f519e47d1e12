package zomg.api.volume;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.Uid;

/** What became of a snapshot that was to be deleted, on the wire. */
@Schema(
        name = "DeletedVolumeSnapshot",
        description = "The snapshot is gone.",
        requiredProperties = "status")
public record DeletedVolumeSnapshotJson(
        @Schema(description = "Absent if there was no such snapshot.") Optional<Uid> id,
        @Schema(enumeration = "deleted") String status) {

    static DeletedVolumeSnapshotJson of(Optional<Uid> deleted) {
        return new DeletedVolumeSnapshotJson(deleted, "deleted");
    }
}
