package zomg.model.volume;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.snapshot.Description;

/**
 * What was in a data volume at one instant, as it is recorded.
 *
 * @param volume what it is of; {@code of} is what people call that
 * @param takenWith the snapshot of a box that it was taken with, at the same instant; it goes with
 *     that
 * @param status as of a volume; a snapshot is never restoring
 */
public record VolumeSnapshot(
        Uid uid,
        Uid volume,
        VolumeRef of,
        SnapshotName name,
        Optional<Description> description,
        Optional<Uid> takenWith,
        VolumeStatus status,
        Instant createdAt) {

    /** So many a volume has at most. */
    public static final int MOST = 1_000;

    public VolumeSnapshot {
        requireNonNull(uid, "uid");
        requireNonNull(volume, "volume");
        requireNonNull(of, "of");
        requireNonNull(name, "name");
        requireNonNull(status, "status");
    }

    public VolumeSnapshot withStatus(VolumeStatus next) {
        return new VolumeSnapshot(uid, volume, of, name, description, takenWith, next, createdAt);
    }

    public VolumeSnapshot withName(SnapshotName other) {
        return new VolumeSnapshot(
                uid, volume, of, other, description, takenWith, status, createdAt);
    }

    public boolean is(VolumeStatus wanted) {
        return status == wanted;
    }
}
