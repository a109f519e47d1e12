package zomg.model.volume;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.space.Storage;

/**
 * A data volume as it is recorded.
 *
 * @param owner the box that it was made for; nobody else may have it, and it goes with that box
 * @param origin what it was copied from, in words; empty for one that was empty
 * @param storage how much may be kept in it; empty for what the pool has
 */
public record Volume(
        Uid uid,
        VolumeRef ref,
        Optional<Uid> owner,
        VolumeStatus status,
        Optional<String> origin,
        Optional<Storage> storage,
        Instant createdAt,
        Instant updatedAt) {

    public Volume {
        requireNonNull(uid, "uid");
        requireNonNull(ref, "ref");
        requireNonNull(status, "status");
        requireNonNull(storage, "storage");
    }

    /** The record of a volume that is about to be made: the intent. */
    public static Volume intended(
            Uid uid, VolumeRef ref, Optional<Uid> owner, Optional<String> origin, Instant now) {
        return new Volume(
                uid, ref, owner, VolumeStatus.CREATING, origin, Optional.empty(), now, now);
    }

    public Volume withStatus(VolumeStatus next, Instant now) {
        return new Volume(uid, ref, owner, next, origin, storage, createdAt, now);
    }

    public Volume withStorage(Optional<Storage> next, Instant now) {
        return new Volume(uid, ref, owner, status, origin, next, createdAt, now);
    }

    public boolean is(VolumeStatus wanted) {
        return status == wanted;
    }

    /** Whether people see it, and may attach it. */
    public boolean isPublic() {
        return owner.isEmpty();
    }
}
