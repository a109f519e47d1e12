package zomg.api.volume;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.ProjectName;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.snapshot.Description;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;

/** A snapshot of a data volume on the wire. */
@Schema(
        name = "VolumeSnapshot",
        description = "What was in a data volume at one instant.",
        requiredProperties = {"id", "name", "volume", "project", "status", "created_at"})
public record VolumeSnapshotJson(
        Uid id,
        SnapshotName name,
        VolumeName volume,
        ProjectName project,
        VolumeStatus status,
        Instant createdAt,
        Optional<Description> description,
        @Schema(description = "The id of the box's snapshot that it was taken with, and goes with.")
                Optional<Uid> takenWith) {

    /** All snapshots of a volume. */
    @Schema(
            name = "VolumeSnapshots",
            description = "All snapshots of a volume, the oldest first.",
            requiredProperties = "snapshots")
    public record ListJson(List<VolumeSnapshotJson> snapshots) {

        static ListJson of(List<VolumeSnapshot> snapshots) {
            return new ListJson(snapshots.stream().map(VolumeSnapshotJson::of).toList());
        }
    }

    static VolumeSnapshotJson of(VolumeSnapshot snapshot) {
        return new VolumeSnapshotJson(
                snapshot.uid(),
                snapshot.name(),
                snapshot.of().name(),
                snapshot.of().project(),
                snapshot.status(),
                snapshot.createdAt(),
                snapshot.description(),
                snapshot.takenWith());
    }
}
