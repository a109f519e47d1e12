package zomg.usecase.snapshot;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.model.volume.VolumeSnapshot;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.usecase.box.StoppedMeanwhile;
import zomg.usecase.volume.BoxVolumeSnapshots;

/**
 * Puts what snapshots keep into the place of the disks of a box that does not run. Each disk is
 * exchanged at one go; of several, it is recorded before the first that all will be, and whoever
 * finds that record does what is left.
 */
public final class ReplaceDisks {

    private final Boxes boxes;
    private final Snapshots snapshots;
    private final SnapshotStore store;
    private final RootStore roots;
    private final BoxVolumeSnapshots volumes;
    private final BoxEngine engine;
    private final StoppedMeanwhile stopped;
    private final InstantSource clock;

    public ReplaceDisks(
            Boxes boxes,
            Snapshots snapshots,
            SnapshotStore store,
            RootStore roots,
            BoxVolumeSnapshots volumes,
            BoxEngine engine,
            StoppedMeanwhile stopped,
            InstantSource clock) {
        this.boxes = boxes;
        this.snapshots = snapshots;
        this.store = store;
        this.roots = roots;
        this.volumes = volumes;
        this.engine = engine;
        this.stopped = stopped;
        this.clock = clock;
    }

    /** Records that all will be replaced; if that fails, none will. */
    void intend(Snapshot snapshot) {
        try {
            snapshots.replace(snapshot.withState(SnapshotState.RESTORING));
        } catch (RuntimeException failure) {
            try {
                // Only the answer may have got lost.
                snapshots.replace(snapshot);
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    /** Doing it again is doing it once, as long as nothing runs in between. */
    void replace(Box box, Snapshot snapshot, List<VolumeSnapshot> with) {
        store.restore(box.uid(), snapshot.uid());
        if (box.spec().config().storage().isPresent()) {
            roots.limit(box.uid(), box.spec().config().storage());
        }
        volumes.restore(with);
    }

    /**
     * Does what was cut off of a restore, for whoever has the box's turn. Other boxes that have one
     * of the volumes did not run when it began; those that run by now are stopped and resumed.
     *
     * @throws zomg.error.Refusal BOX_BUSY if one of those is being changed
     */
    public void finish(Snapshot snapshot) {
        Optional<Box> found =
                boxes.find(snapshot.ref())
                        .filter(box -> box.uid().equals(snapshot.box()))
                        .filter(box -> !box.is(BoxStatus.DELETING));
        found.ifPresent(box -> finish(box, snapshot, volumes.restorable(snapshot, box)));
    }

    private void finish(Box box, Snapshot snapshot, List<VolumeSnapshot> with) {
        volumes.holding(
                with,
                () ->
                        stopped.during(
                                volumes.othersWith(with, box),
                                true,
                                () -> {
                                    engine.remove(box.uid());
                                    replace(box, snapshot, with);
                                    snapshots.restored(snapshot, clock.instant());
                                    return true;
                                }));
    }
}
