package zomg.usecase.volume;

import java.time.InstantSource;
import zomg.model.id.SnapshotName;
import zomg.model.id.VolumeRef;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.Volumes;
import zomg.usecase.box.StoppedMeanwhile;

/**
 * Replaces what is in a data volume by what is in a snapshot of it. No box that has it may run: it
 * would keep what was there before. The turns of those boxes are held meanwhile, so that none of
 * them starts; the volume's own turn keeps others from getting it.
 */
public final class RestoreVolume {

    private final Volumes volumes;
    private final VolumeSnapshots snapshots;
    private final VolumeSnapshotStore store;
    private final StoppedMeanwhile stopped;
    private final VolumeTurns turns;
    private final InstantSource clock;

    public RestoreVolume(
            Volumes volumes,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore store,
            StoppedMeanwhile stopped,
            VolumeTurns turns,
            InstantSource clock) {
        this.volumes = volumes;
        this.snapshots = snapshots;
        this.store = store;
        this.stopped = stopped;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * @param force whether boxes that have it and run are stopped for it; they run again afterwards
     * @return the volume as it is now
     * @throws zomg.error.Refusal VOLUME_NOT_FOUND, SNAPSHOT_NOT_FOUND; VOLUME_IN_USE if a box that
     *     has it runs, without {@code force}; BOX_BUSY if one is being changed
     */
    public Volume restore(VolumeRef ref, SnapshotName name, boolean force) {
        return turns.take(
                ref,
                () -> {
                    Volume volume = BoxVolumes.whole(volumes, ref);
                    VolumeSnapshot snapshot = SnapshotVolume.whole(snapshots, volume, name);
                    return stopped.during(
                            volumes.boxesWith(volume.uid()),
                            force,
                            () -> restoreNow(volume, snapshot));
                });
    }

    private Volume restoreNow(Volume volume, VolumeSnapshot snapshot) {
        Volume restoring = volume.withStatus(VolumeStatus.RESTORING, clock.instant());
        volumes.replace(restoring);
        try {
            store.restore(snapshot.uid(), volume.uid());
        } catch (RuntimeException failure) {
            settle(restoring, failure);
            throw failure;
        }
        return settled(restoring);
    }

    /** What cannot be settled now is by the next comparison. */
    private void settle(Volume restoring, RuntimeException failure) {
        try {
            store.tidy(restoring.uid());
            settled(restoring);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private Volume settled(Volume restoring) {
        Volume ready = restoring.withStatus(VolumeStatus.READY, clock.instant());
        volumes.replace(ready);
        return ready;
    }
}
