package zomg.usecase.snapshot;

import java.util.Optional;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Description;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.ShowBox;
import zomg.usecase.operation.Steps;
import zomg.usecase.snapshot.TakeSnapshot.Extent;

/** Keeps a box's root as it is now, and the data volumes that the box may write to. */
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
     * @param data whether to take the data volumes, too
     * @throws zomg.error.Refusal BOX_NOT_FOUND, SNAPSHOT_EXISTS, TOO_MANY_SNAPSHOTS, VOLUME_BUSY,
     *     BUSY_WRITING
     */
    public TakenSnapshot create(
            BoxRef ref, Optional<SnapshotName> name, Description description, boolean data) {
        return turns.take(
                ref,
                () -> {
                    Steps.last(10, "copying the disk");
                    return takeSnapshot.take(
                            showBox.whole(ref),
                            name,
                            description,
                            false,
                            data ? Extent.ROOT_AND_VOLUMES : Extent.ROOT);
                });
    }
}
