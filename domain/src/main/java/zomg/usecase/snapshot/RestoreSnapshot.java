package zomg.usecase.snapshot;

import java.time.InstantSource;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.box.Precondition;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.Snapshot;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.ShowBox;
import zomg.usecase.box.StartBox;
import zomg.usecase.operation.Steps;

/** Makes a box's root what it was when a snapshot of it was taken. */
public final class RestoreSnapshot {

    private final Boxes boxes;
    private final Snapshots snapshots;
    private final SnapshotStore store;
    private final RootStore roots;
    private final BoxEngine engine;
    private final StartBox startBox;
    private final ShowBox showBox;
    private final FindSnapshot findSnapshot;
    private final TakeSnapshot takeSnapshot;
    private final BoxTurns turns;
    private final InstantSource clock;

    public RestoreSnapshot(
            Boxes boxes,
            Snapshots snapshots,
            SnapshotStore store,
            RootStore roots,
            BoxEngine engine,
            StartBox startBox,
            ShowBox showBox,
            FindSnapshot findSnapshot,
            TakeSnapshot takeSnapshot,
            BoxTurns turns,
            InstantSource clock) {
        this.boxes = boxes;
        this.snapshots = snapshots;
        this.store = store;
        this.roots = roots;
        this.engine = engine;
        this.startBox = startBox;
        this.showBox = showBox;
        this.findSnapshot = findSnapshot;
        this.takeSnapshot = takeSnapshot;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param safety keeps what was replaced
     */
    public record Outcome(Box box, Optional<TakenSnapshot> safety) {}

    /**
     * A box that runs is stopped for it and runs again afterwards; if it is cut off, it runs on one
     * root or the other.
     *
     * @param safety whether to keep what is replaced as a snapshot, too
     * @throws zomg.error.Refusal BOX_NOT_FOUND, SNAPSHOT_NOT_FOUND, PRECONDITION_FAILED
     */
    public Outcome restore(
            BoxRef ref, SnapshotName name, boolean safety, Precondition precondition) {
        return turns.take(
                ref,
                () -> {
                    Box box = showBox.whole(ref, precondition);
                    Snapshot snapshot = findSnapshot.whole(box, name);
                    return box.is(BoxStatus.RUNNING) || box.is(BoxStatus.RESUMING)
                            ? restoreRunning(box, snapshot, safety)
                            : restoreStopped(box, snapshot, safety);
                });
    }

    /** One whose root was lost has one again. */
    private Outcome restoreStopped(Box box, Snapshot snapshot, boolean safety) {
        Steps.last(10, "replacing the disk");
        Optional<TakenSnapshot> kept = replaceRoot(box, snapshot, safety);
        return new Outcome(
                box.is(BoxStatus.STOPPED)
                        ? box
                        : boxes.replace(box.withStatus(BoxStatus.STOPPED, clock.instant())),
                kept);
    }

    /** From here on it is a box that is to run: whoever finds it cut off starts it. */
    private Outcome restoreRunning(Box box, Snapshot snapshot, boolean safety) {
        Box resuming = boxes.replace(box.withStatus(BoxStatus.RESUMING, clock.instant()));
        Steps.last(10, "waiting for the processes to end");
        engine.stop(box.uid(), box.spec().grace().duration());
        engine.remove(box.uid());
        Steps.last(50, "replacing the disk");
        Optional<TakenSnapshot> kept;
        try {
            kept = replaceRoot(resuming, snapshot, safety);
        } catch (RuntimeException failure) {
            try {
                startBox.start(resuming);
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        Steps.last(70, "starting");
        return new Outcome(startBox.start(resuming), kept);
    }

    private Optional<TakenSnapshot> replaceRoot(Box box, Snapshot snapshot, boolean safety) {
        Optional<TakenSnapshot> kept =
                safety && roots.list().contains(box.uid())
                        ? Optional.of(
                                takeSnapshot.take(
                                        box,
                                        Optional.empty(),
                                        before(snapshot),
                                        true,
                                        TakeSnapshot.Extent.ROOT))
                        : Optional.empty();
        try {
            store.restore(box.uid(), snapshot.uid());
            if (box.spec().config().storage().isPresent()) {
                roots.limit(box.uid(), box.spec().config().storage());
            }
        } catch (RuntimeException failure) {
            try {
                kept.map(TakenSnapshot::snapshot).ifPresent(takeSnapshot::remove);
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        snapshots.restored(snapshot, clock.instant());
        return kept;
    }

    private static Description before(Snapshot snapshot) {
        return new Description("before restoring " + snapshot.name());
    }
}
