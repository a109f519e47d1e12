package zomg.usecase.box;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.box.Precondition;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.RootStore;
import zomg.usecase.operation.Steps;

/** Removes a box for good: its processes, what the engine keeps for it, its root, its record. */
public final class DeleteBox {

    private final Boxes boxes;
    private final RootStore roots;
    private final BoxEngine engine;
    private final BoxTurns turns;
    private final InstantSource clock;

    public DeleteBox(
            Boxes boxes, RootStore roots, BoxEngine engine, BoxTurns turns, InstantSource clock) {
        this.boxes = boxes;
        this.roots = roots;
        this.engine = engine;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * Deleting a box that is not there is already done.
     *
     * @param force also if it runs; its processes are killed at once, even those that a stop in
     *     progress still waits for
     * @return which box it was; empty if there was none
     * @throws Refusal BOX_RUNNING without force
     */
    public Optional<Uid> delete(BoxRef ref, boolean force) {
        return delete(ref, force, Precondition.NONE);
    }

    /**
     * @param precondition with one, nothing is killed before the box's turn has come, because only
     *     then it is decided
     * @throws Refusal BOX_RUNNING without force, PRECONDITION_FAILED
     */
    public Optional<Uid> delete(BoxRef ref, boolean force, Precondition precondition) {
        if (force && precondition.isNone()) {
            boxes.find(ref).ifPresent(box -> engine.stop(box.uid(), Duration.ZERO));
        }
        return turns.take(
                ref,
                () -> {
                    Optional<Box> box = boxes.find(ref);
                    box.ifPresent(
                            found -> {
                                precondition.require(found);
                                deleteNow(found, force);
                            });
                    return box.map(Box::uid);
                });
    }

    private void deleteNow(Box box, boolean force) {
        if (box.is(BoxStatus.RUNNING) && !force) {
            throw new Refusal(ErrorCode.BOX_RUNNING, "box is running");
        }
        Box deleting =
                box.is(BoxStatus.DELETING)
                        ? box
                        : boxes.replace(box.withStatus(BoxStatus.DELETING, clock.instant()));
        Steps.next(10, "ending what runs");
        engine.remove(deleting.uid());
        Steps.next(50, "removing the disk");
        roots.delete(deleting.uid());
        boxes.forget(deleting.uid());
    }
}
