package zomg.usecase.volume;

import java.time.InstantSource;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.VolumeRef;
import zomg.model.space.Storage;
import zomg.model.volume.Volume;
import zomg.port.VolumeLimits;
import zomg.port.Volumes;

/** Changes how much may be kept in a data volume, also while boxes write to it. */
public final class UpdateVolume {

    private final Volumes volumes;
    private final VolumeLimits limits;
    private final VolumeTurns turns;
    private final InstantSource clock;

    public UpdateVolume(
            Volumes volumes, VolumeLimits limits, VolumeTurns turns, InstantSource clock) {
        this.volumes = volumes;
        this.limits = limits;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * @return the volume as it is now
     * @throws Refusal NO_UPDATES if nothing is asked for, VOLUME_NOT_FOUND, QUOTA_UNSUPPORTED
     */
    public Volume update(VolumeRef ref, Optional<Storage> storage) {
        return turns.take(ref, () -> apply(BoxVolumes.whole(volumes, ref), storage));
    }

    /**
     * Before the record, so that a limit which the machine refuses is never recorded. One that it
     * took without a record is put right from the record by the next comparison.
     */
    private Volume apply(Volume volume, Optional<Storage> storage) {
        if (storage.isEmpty()) {
            throw new Refusal(ErrorCode.NO_UPDATES, "no updates provided");
        }
        Volume changed = volume.withStorage(storage, clock.instant());
        limits.limit(volume.uid(), storage);
        try {
            volumes.replace(changed);
            return changed;
        } catch (RuntimeException failure) {
            undo(volume, failure);
            throw failure;
        }
    }

    private void undo(Volume volume, RuntimeException failure) {
        try {
            limits.limit(volume.uid(), volume.storage());
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
