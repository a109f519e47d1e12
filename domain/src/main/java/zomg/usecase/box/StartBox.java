package zomg.usecase.box;

import java.time.InstantSource;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.Projects;
import zomg.port.Snapshots;

/** Starts a box whose record says that it is resuming, for whoever has its turn. */
public final class StartBox {

    private final Boxes boxes;
    private final Projects projects;
    private final BoxEngine engine;
    private final Snapshots snapshots;
    private final InstantSource clock;

    public StartBox(
            Boxes boxes,
            Projects projects,
            BoxEngine engine,
            Snapshots snapshots,
            InstantSource clock) {
        this.boxes = boxes;
        this.projects = projects;
        this.engine = engine;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /**
     * A box that does not start is stopped, so that it can be tried again.
     *
     * @throws Refusal BOX_BUSY for one that has a part of what a snapshot keeps; it starts when it
     *     has the rest
     */
    public Box start(Box resuming) {
        snapshots.of(resuming.uid()).forEach(StartBox::requireRestored);
        try {
            engine.start(resuming, projects.use(resuming.ref().project()));
        } catch (RuntimeException failure) {
            try {
                engine.remove(resuming.uid());
                boxes.replace(resuming.withStatus(BoxStatus.STOPPED, clock.instant()));
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        return boxes.replace(resuming.withStatus(BoxStatus.RUNNING, clock.instant()));
    }

    /**
     * @throws Refusal BOX_BUSY if the box of this snapshot is being made what it keeps
     */
    public static void requireRestored(Snapshot snapshot) {
        if (snapshot.is(SnapshotState.RESTORING)) {
            throw new Refusal(
                    ErrorCode.BOX_BUSY,
                    "box %s is being restored to %s; try again in a minute"
                            .formatted(snapshot.ref().name(), snapshot.name()));
        }
    }
}
