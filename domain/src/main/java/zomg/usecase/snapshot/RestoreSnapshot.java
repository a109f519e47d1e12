package zomg.usecase.snapshot;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.box.Precondition;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.model.volume.VolumeSnapshot;
import zomg.port.Boxes;
import zomg.port.RootStore;
import zomg.port.Snapshots;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.ShowBox;
import zomg.usecase.box.StartBox;
import zomg.usecase.box.StoppedMeanwhile;
import zomg.usecase.operation.Steps;
import zomg.usecase.snapshot.TakeSnapshot.Extent;
import zomg.usecase.volume.BoxVolumeSnapshots;

/** Makes a box's root, and its data volumes if asked, what they were at a snapshot. */
public final class RestoreSnapshot {

    private static final String REPLACING = "replacing the disk";

    private final Boxes boxes;
    private final Snapshots snapshots;
    private final RootStore roots;
    private final BoxVolumeSnapshots volumes;
    private final ReplaceDisks replaceDisks;
    private final StoppedMeanwhile stopped;
    private final StartBox startBox;
    private final ShowBox showBox;
    private final FindSnapshot findSnapshot;
    private final TakeSnapshot takeSnapshot;
    private final BoxTurns turns;
    private final InstantSource clock;

    public RestoreSnapshot(
            Boxes boxes,
            Snapshots snapshots,
            RootStore roots,
            BoxVolumeSnapshots volumes,
            ReplaceDisks replaceDisks,
            StoppedMeanwhile stopped,
            StartBox startBox,
            ShowBox showBox,
            FindSnapshot findSnapshot,
            TakeSnapshot takeSnapshot,
            BoxTurns turns,
            InstantSource clock) {
        this.boxes = boxes;
        this.snapshots = snapshots;
        this.roots = roots;
        this.volumes = volumes;
        this.replaceDisks = replaceDisks;
        this.stopped = stopped;
        this.startBox = startBox;
        this.showBox = showBox;
        this.findSnapshot = findSnapshot;
        this.takeSnapshot = takeSnapshot;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * How to do it.
     *
     * @param safety whether to keep what is replaced as a snapshot, too
     * @param data whether to restore the data volumes that were taken with it, too, of those that
     *     the box may write to now
     * @param force whether other boxes that have one of those and run are stopped and resumed
     */
    public record Options(boolean safety, boolean data, boolean force) {
        public static final Options DEFAULT = new Options(true, false, false);
    }

    /**
     * What came of it.
     *
     * @param safety keeps what was replaced
     * @param volumes what was restored besides the root
     */
    public record Outcome(Box box, Optional<TakenSnapshot> safety, List<VolumeSnapshot> volumes) {}

    /**
     * A box that runs is stopped for it and runs again afterwards; if it is cut off, it runs on one
     * root or the other. With data volumes it has all of the one or all of the other before it
     * runs.
     *
     * @throws zomg.error.Refusal BOX_NOT_FOUND, SNAPSHOT_NOT_FOUND, PRECONDITION_FAILED; with data
     *     VOLUME_IN_USE, VOLUME_BUSY, too; BOX_BUSY while a restore of another is unfinished
     */
    public Outcome restore(
            BoxRef ref, SnapshotName name, Options options, Precondition precondition) {
        return turns.take(
                ref,
                () -> {
                    Box box = showBox.whole(ref, precondition);
                    Snapshot snapshot = findSnapshot.whole(box, name);
                    snapshots.of(box.uid()).stream()
                            .filter(other -> !other.uid().equals(snapshot.uid()))
                            .forEach(StartBox::requireRestored);
                    List<VolumeSnapshot> with =
                            options.data() || snapshot.is(SnapshotState.RESTORING)
                                    ? volumes.restorable(snapshot, box)
                                    : List.of();
                    return volumes.holding(with, () -> restore(box, snapshot, with, options));
                });
    }

    private Outcome restore(
            Box box, Snapshot snapshot, List<VolumeSnapshot> with, Options options) {
        volumes.requireVolumes(with);
        return stopped.during(
                volumes.othersWith(with, box),
                options.force(),
                () ->
                        box.is(BoxStatus.RUNNING) || box.is(BoxStatus.RESUMING)
                                ? restoreRunning(box, snapshot, with, options.safety())
                                : restoreStopped(box, snapshot, with, options.safety()));
    }

    /** One whose root was lost has one again. */
    private Outcome restoreStopped(
            Box box, Snapshot snapshot, List<VolumeSnapshot> with, boolean safety) {
        Steps.last(10, REPLACING);
        Optional<TakenSnapshot> kept = prepare(box, snapshot, with, safety);
        replace(box, snapshot, with, kept);
        return new Outcome(
                box.is(BoxStatus.STOPPED)
                        ? box
                        : boxes.replace(box.withStatus(BoxStatus.STOPPED, clock.instant())),
                kept,
                with);
    }

    private Outcome restoreRunning(
            Box box, Snapshot snapshot, List<VolumeSnapshot> with, boolean safety) {
        Box resuming = stopped.stop(box);
        Steps.last(50, REPLACING);
        Optional<TakenSnapshot> kept;
        try {
            kept = prepare(resuming, snapshot, with, safety);
            replace(resuming, snapshot, with, kept);
        } catch (RuntimeException failure) {
            try {
                startBox.start(resuming);
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        Steps.last(70, "starting");
        return new Outcome(startBox.start(resuming), kept, with);
    }

    /** Nothing is replaced yet. With data volumes, from its end on all will be. */
    private Optional<TakenSnapshot> prepare(
            Box box, Snapshot snapshot, List<VolumeSnapshot> with, boolean safety) {
        Optional<TakenSnapshot> kept =
                safety && roots.list().contains(box.uid())
                        ? Optional.of(
                                takeSnapshot.take(
                                        box,
                                        Optional.empty(),
                                        before(snapshot),
                                        true,
                                        with.isEmpty() ? Extent.ROOT : Extent.ROOT_AND_VOLUMES))
                        : Optional.empty();
        try {
            if (!with.isEmpty()) {
                replaceDisks.intend(snapshot);
            }
        } catch (RuntimeException failure) {
            giveUp(kept, failure);
            throw failure;
        }
        return kept;
    }

    /**
     * The root alone is replaced at one go. Of several disks some may be when it fails: then it is
     * finished later, and until then the box does not start.
     */
    private void replace(
            Box box, Snapshot snapshot, List<VolumeSnapshot> with, Optional<TakenSnapshot> kept) {
        try {
            replaceDisks.replace(box, snapshot, with);
        } catch (RuntimeException failure) {
            if (with.isEmpty()) {
                giveUp(kept, failure);
            }
            throw failure;
        }
        snapshots.restored(snapshot, clock.instant());
    }

    private void giveUp(Optional<TakenSnapshot> kept, RuntimeException failure) {
        try {
            kept.map(TakenSnapshot::snapshot).ifPresent(takeSnapshot::remove);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private static Description before(Snapshot snapshot) {
        return new Description("before restoring " + snapshot.name());
    }
}
