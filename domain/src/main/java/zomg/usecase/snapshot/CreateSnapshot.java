package zomg.usecase.snapshot;

import java.util.Optional;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.Snapshot;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.ShowBox;
import zomg.usecase.operation.Steps;

/** Keeps a box's root as it is now. */
public final class CreateSnapshot {

    private final ShowBox showBox;
    private final TakeSnapshot takeSnapshot;
    private final BoxTurns turns;

    public CreateSnapshot(ShowBox showBox, TakeSnapshot takeSnapshot, BoxTurns turns) {
        this.showBox = showBox;
        this.takeSnapshot = takeSnapshot;
        this.turns = turns;
    }

    /**
     * @param name empty for the next of v0, v1 and so on
     * @throws zomg.error.Refusal BOX_NOT_FOUND, SNAPSHOT_EXISTS, TOO_MANY_SNAPSHOTS
     */
    public Snapshot create(BoxRef ref, Optional<SnapshotName> name, Description description) {
        return turns.take(
                ref,
                () -> {
                    Steps.last(10, "copying the disk");
                    return takeSnapshot.take(showBox.whole(ref), name, description, false);
                });
    }
}
