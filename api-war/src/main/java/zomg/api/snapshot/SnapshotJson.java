package zomg.api.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.usecase.snapshot.TakenSnapshot;

/** A snapshot on the wire. */
@Schema(
        name = "Snapshot",
        description =
                "A box's root as it was at one moment, and the data volumes that it could write to.",
        requiredProperties = {
            "id",
            "name",
            "description",
            "state",
            "safety",
            "frozen_ms",
            "volumes",
            "created_at"
        })
public record SnapshotJson(
        Uid id,
        SnapshotName name,
        Description description,
        @Schema(
                        description =
                                "Only one that is ready can be restored; of one that is lost, what"
                                        + " it kept is gone from the disk. While it is restoring, its"
                                        + " box is being made what it keeps.")
                SnapshotState state,
        @Schema(description = "Whether a restore made it, of what it replaced.") boolean safety,
        @Schema(
                        description =
                                "How much the box had written of its own, besides what it shares"
                                        + " with its base; absent where nothing is counted.",
                        examples = "10485760")
                Optional<Long> sizeBytes,
        @Schema(
                        description = "For how many milliseconds the box stood still for it.",
                        examples = "0")
                long frozenMs,
        @Schema(
                        description =
                                "Snapshots of data volumes, of the same moment; those that were"
                                        + " deleted by themselves are not among them.")
                List<VolumeJson> volumes,
        Instant createdAt,
        @Schema(description = "When the box was made what this one keeps, for the last time.")
                Optional<Instant> restoredAt) {

    /** What was taken of a data volume, on the wire. */
    @Schema(
            name = "SnapshotVolume",
            description = "A data volume's snapshot that was taken with one of a box.",
            requiredProperties = {"id", "volume", "name", "status"})
    public record VolumeJson(Uid id, VolumeName volume, SnapshotName name, VolumeStatus status) {

        static VolumeJson of(VolumeSnapshot taken) {
            return new VolumeJson(taken.uid(), taken.of().name(), taken.name(), taken.status());
        }
    }

    /** All of a box, on the wire. */
    @Schema(
            name = "Snapshots",
            description = "All of a box, oldest first; a box has at most 1000.",
            requiredProperties = "snapshots")
    public record ListJson(List<SnapshotJson> snapshots) {

        static ListJson of(List<TakenSnapshot> snapshots) {
            return new ListJson(snapshots.stream().map(SnapshotJson::of).toList());
        }
    }

    static SnapshotJson of(TakenSnapshot taken) {
        Snapshot snapshot = taken.snapshot();
        return new SnapshotJson(
                snapshot.uid(),
                snapshot.name(),
                snapshot.description(),
                snapshot.state(),
                snapshot.safety(),
                boxed(snapshot.bytes()),
                snapshot.frozenMillis(),
                taken.volumes().stream().map(VolumeJson::of).toList(),
                snapshot.createdAt(),
                snapshot.restoredAt());
    }

    private static Optional<Long> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }
}
