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
import zomg.usecase.operation.Steps;
import zomg.usecase.volume.BoxVolumes;

/**
 * Removes a box for good: what leads to it, its processes, what the engine keeps for it, its root,
 * its record, and with that the hosts that were published for it.
 */
public final class DeleteBox {

    private final Boxes boxes;
    private final BoxDisks disks;
    private final BoxEngine engine;
    private final BoxVolumes volumes;
    private final BoxHosts hosts;
    private final BoxTurns turns;
    private final InstantSource clock;

    public DeleteBox(
            Boxes boxes,
            BoxDisks disks,
            BoxEngine engine,
            BoxVolumes volumes,
            BoxHosts hosts,
            BoxTurns turns,
            InstantSource clock) {
        this.boxes = boxes;
        this.disks = disks;
        this.engine = engine;
        this.volumes = volumes;
        this.hosts = hosts;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * Deleting a box that is not there is already done.
     *
     * @param force also if it runs; its processes are killed in its turn, but those that a stop in
     *     progress still waits for at once
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
        boolean mayCutShort = force && precondition.isNone();
        if (mayCutShort) {
            cutStopShort(ref);
        }
        try {
            return inTurn(ref, force, precondition);
        } catch (Refusal busy) {
            // The stop may have begun since.
            if (mayCutShort && busy.code() == ErrorCode.BOX_BUSY && cutStopShort(ref)) {
                return inTurn(ref, force, precondition);
            }
            throw busy;
        }
    }

    /**
     * Who is told that the box is busy must find it as it was, so nothing is killed that would not
     * have been ended anyway.
     *
     * @return whether it is being stopped
     */
    private boolean cutStopShort(BoxRef ref) {
        Optional<Box> stopping = boxes.find(ref).filter(box -> box.is(BoxStatus.STOPPING));
        stopping.ifPresent(box -> engine.stop(box.uid(), Duration.ZERO));
        return stopping.isPresent();
    }

    private Optional<Uid> inTurn(BoxRef ref, boolean force, Precondition precondition) {
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
                box.is(BoxStatus.DELETING) && box.failure().isEmpty()
                        ? box
                        : boxes.replace(box.withStatus(BoxStatus.DELETING, clock.instant()));
        Steps.next(10, "ending what runs");
        hosts.remove(deleting.uid());
        engine.remove(deleting.uid());
        Steps.next(50, "removing the disk");
        disks.delete(deleting.uid());
        boxes.forget(deleting.uid());
        removeOwnVolumes(deleting.uid());
    }

    /** The box is gone: what does not go with it now goes with the next comparison. */
    private void removeOwnVolumes(Uid box) {
        try {
            volumes.removeOf(box);
        } catch (RuntimeException _) {
            // They are owned by no box, which the comparison sees.
        }
    }
}
