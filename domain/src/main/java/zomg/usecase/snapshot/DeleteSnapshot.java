package zomg.usecase.snapshot;

import java.util.Optional;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.snapshot.Snapshot;
import zomg.port.Snapshots;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.ShowBox;
import zomg.usecase.box.StartBox;

/** Removes a snapshot for good. */
public final class DeleteSnapshot {

    private final ShowBox showBox;
    private final Snapshots snapshots;
    private final TakeSnapshot takeSnapshot;
    private final BoxTurns turns;

    public DeleteSnapshot(
            ShowBox showBox, Snapshots snapshots, TakeSnapshot takeSnapshot, BoxTurns turns) {
        this.showBox = showBox;
        this.snapshots = snapshots;
        this.takeSnapshot = takeSnapshot;
        this.turns = turns;
    }

    /**
     * Deleting one that is not there is already done.
     *
     * @return which it was; empty if there was none
     * @throws zomg.error.Refusal BOX_NOT_FOUND; BOX_BUSY while its restore is unfinished
     */
    public Optional<Uid> delete(BoxRef ref, SnapshotName name) {
        return turns.take(
                ref,
                () -> {
                    Optional<Snapshot> found = snapshots.find(showBox.whole(ref).uid(), name);
                    found.ifPresent(StartBox::requireRestored);
                    found.ifPresent(takeSnapshot::remove);
                    return found.map(Snapshot::uid);
                });
    }
}
