package zomg.usecase.volume;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.snapshot.Description;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.port.IdSource;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.Volumes;

/** Takes snapshots of data volumes, also while boxes write to them, lists and deletes them. */
public final class SnapshotVolume {

    private final Volumes volumes;
    private final VolumeSnapshots snapshots;
    private final VolumeSnapshotStore store;
    private final VolumeTurns turns;
    private final IdSource ids;
    private final InstantSource clock;

    public SnapshotVolume(
            Volumes volumes,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore store,
            VolumeTurns turns,
            IdSource ids,
            InstantSource clock) {
        this.volumes = volumes;
        this.snapshots = snapshots;
        this.store = store;
        this.turns = turns;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * One that fails leaves nothing.
     *
     * @param name empty for the next number
     * @throws Refusal VOLUME_NOT_FOUND, SNAPSHOT_EXISTS; TOO_MANY_SNAPSHOTS if the volume has as
     *     many as it may
     */
    public VolumeSnapshot take(
            VolumeRef ref, Optional<SnapshotName> name, Optional<Description> description) {
        return turns.take(ref, () -> take(BoxVolumes.whole(volumes, ref), name, description));
    }

    private VolumeSnapshot take(
            Volume volume, Optional<SnapshotName> name, Optional<Description> description) {
        VolumeSnapshot intended =
                new VolumeSnapshot(
                        ids.next(),
                        volume.uid(),
                        volume.ref(),
                        name.orElseGet(() -> next(volume)),
                        description,
                        Optional.empty(),
                        VolumeStatus.CREATING,
                        clock.instant());
        snapshots.add(intended);
        try {
            store.take(intended.uid(), volume.uid());
            VolumeSnapshot ready = intended.withStatus(VolumeStatus.READY);
            snapshots.replace(ready);
            return ready;
        } catch (RuntimeException failure) {
            undo(intended, failure);
            throw failure;
        }
    }

    /** Also above those that were cut off: their names are taken until they are undone. */
    private SnapshotName next(Volume volume) {
        return SnapshotName.after(snapshots.list(volume.uid()).stream().map(VolumeSnapshot::name));
    }

    /** The record goes first. What cannot be undone now is undone by the next comparison. */
    private void undo(VolumeSnapshot snapshot, RuntimeException failure) {
        try {
            snapshots.forget(snapshot.uid());
            store.delete(snapshot.uid());
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    /**
     * Those that are whole, the oldest first.
     *
     * @throws Refusal VOLUME_NOT_FOUND
     */
    public List<VolumeSnapshot> list(VolumeRef ref) {
        return snapshots.list(ListVolumes.find(volumes, ref).uid()).stream()
                .filter(one -> !one.is(VolumeStatus.CREATING))
                .toList();
    }

    /**
     * @throws Refusal VOLUME_NOT_FOUND, SNAPSHOT_NOT_FOUND
     */
    public VolumeSnapshot show(VolumeRef ref, SnapshotName name) {
        return find(snapshots, ListVolumes.find(volumes, ref), name);
    }

    /** One that is whole, or was. */
    static VolumeSnapshot find(VolumeSnapshots snapshots, Volume volume, SnapshotName name) {
        return snapshots
                .find(volume.uid(), name)
                .filter(one -> !one.is(VolumeStatus.CREATING))
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.SNAPSHOT_NOT_FOUND,
                                        "there is no snapshot %s of volume %s"
                                                .formatted(name, volume.ref().name())));
    }

    /** One whose disk is there. */
    static VolumeSnapshot whole(VolumeSnapshots snapshots, Volume volume, SnapshotName name) {
        VolumeSnapshot found = find(snapshots, volume, name);
        requireWhole(found);
        return found;
    }

    static void requireWhole(VolumeSnapshot snapshot) {
        if (snapshot.is(VolumeStatus.LOST)) {
            throw new Refusal(
                    ErrorCode.SNAPSHOT_NOT_FOUND,
                    "the disk of snapshot %s is gone; delete it".formatted(snapshot.name()));
        }
    }

    /**
     * Deleting a snapshot that is not there is already done.
     *
     * @return which snapshot it was; empty if there was none
     */
    public Optional<Uid> delete(VolumeRef ref, SnapshotName name) {
        return turns.take(
                ref,
                () -> {
                    Optional<Uid> found =
                            volumes.find(ref)
                                    .filter(Volume::isPublic)
                                    .flatMap(volume -> snapshots.find(volume.uid(), name))
                                    .map(VolumeSnapshot::uid);
                    found.ifPresent(this::deleteNow);
                    return found;
                });
    }

    private void deleteNow(Uid snapshot) {
        snapshots.forget(snapshot);
        store.delete(snapshot);
    }
}
