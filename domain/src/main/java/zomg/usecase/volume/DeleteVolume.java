package zomg.usecase.volume;

import java.util.List;
import java.util.Optional;
import zomg.error.Refusal;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;

/** Removes a data volume that no box has, and its snapshots. */
public final class DeleteVolume {

    private final Volumes volumes;
    private final VolumeStore store;
    private final VolumeSnapshots snapshots;
    private final VolumeSnapshotStore snapshotStore;
    private final VolumeTurns turns;

    public DeleteVolume(
            Volumes volumes,
            VolumeStore store,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore snapshotStore,
            VolumeTurns turns) {
        this.volumes = volumes;
        this.store = store;
        this.snapshots = snapshots;
        this.snapshotStore = snapshotStore;
        this.turns = turns;
    }

    /**
     * Deleting a volume that is not there is already done. Its record goes first: once it is gone
     * no box can be given it any more. What is left then if this is cut off goes with the next
     * comparison.
     *
     * @return which volume it was; empty if there was none
     * @throws Refusal VOLUME_IN_USE if a box has it, running or not
     */
    public Optional<Uid> delete(VolumeRef ref) {
        return turns.take(
                ref,
                () -> {
                    Optional<Uid> volume =
                            volumes.find(ref).filter(Volume::isPublic).map(Volume::uid);
                    volume.ifPresent(this::deleteNow);
                    return volume;
                });
    }

    private void deleteNow(Uid volume) {
        List<VolumeSnapshot> own = snapshots.list(volume);
        volumes.forget(volume);
        store.delete(volume);
        own.forEach(snapshot -> snapshotStore.delete(snapshot.uid()));
    }
}
