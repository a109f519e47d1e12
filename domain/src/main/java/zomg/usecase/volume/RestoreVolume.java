package zomg.usecase.volume;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.SnapshotName;
import zomg.model.id.VolumeRef;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.port.Boxes;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.Volumes;
import zomg.usecase.box.BoxTurns;

/**
 * Replaces what is in a data volume by what is in a snapshot of it. No box that has it may run: it
 * would keep what was there before. The turns of those boxes are held meanwhile, so that none of
 * them starts; the volume's own turn keeps others from getting it.
 */
public final class RestoreVolume {

    private final Volumes volumes;
    private final VolumeSnapshots snapshots;
    private final VolumeSnapshotStore store;
    private final Boxes boxes;
    private final BoxTurns boxTurns;
    private final VolumeTurns turns;
    private final InstantSource clock;

    public RestoreVolume(
            Volumes volumes,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore store,
            Boxes boxes,
            BoxTurns boxTurns,
            VolumeTurns turns,
            InstantSource clock) {
        this.volumes = volumes;
        this.snapshots = snapshots;
        this.store = store;
        this.boxes = boxes;
        this.boxTurns = boxTurns;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * @return the volume as it is now
     * @throws Refusal VOLUME_NOT_FOUND, SNAPSHOT_NOT_FOUND; VOLUME_IN_USE if a box that has it
     *     runs; BOX_BUSY if one is being changed
     */
    public Volume restore(VolumeRef ref, SnapshotName name) {
        return turns.take(
                ref,
                () -> {
                    Volume volume = BoxVolumes.whole(volumes, ref);
                    VolumeSnapshot snapshot = SnapshotVolume.whole(snapshots, volume, name);
                    return holding(
                            volumes.boxesWith(volume.uid()), () -> restoreNow(volume, snapshot));
                });
    }

    /** Without waiting, since who has a box's turn may wait for the volume's. */
    private Volume holding(List<Box> rest, Supplier<Volume> work) {
        if (rest.isEmpty()) {
            return work.get();
        }
        Box first = rest.getFirst();
        return boxTurns.takeIfFree(
                        first.ref(),
                        () -> {
                            boxes.find(first.ref()).ifPresent(RestoreVolume::requireStopped);
                            return holding(rest.subList(1, rest.size()), work);
                        })
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.BOX_BUSY,
                                        "box %s, which has the volume, is busy with another change;"
                                                        .formatted(first.ref().name())
                                                + " try again later"));
    }

    private static void requireStopped(Box box) {
        if (!box.is(BoxStatus.STOPPED) && !box.is(BoxStatus.FAILED)) {
            throw new Refusal(
                    ErrorCode.VOLUME_IN_USE,
                    "the volume is attached to box %s, which is %s; stop it or detach the volume"
                            .formatted(box.ref().name(), box.status().wireName()));
        }
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
