package zomg.usecase.box;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.box.Precondition;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.port.Boxes;
import zomg.port.FreedSpace;
import zomg.usecase.operation.Steps;

/**
 * Deletes a box and does not give up when something of it cannot be removed now: it tries again,
 * ever more patiently. A box that cannot be deleted now stays one that is being deleted, with the
 * reason: it never runs again, and the next reconcile goes on.
 */
public final class KeepDeleting {

    static final int MAX_TRIES = 9;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration RECLAIM_PATIENCE = Duration.ofMinutes(10);

    private final DeleteBox deleteBox;
    private final Boxes boxes;
    private final FreedSpace freedSpace;
    private final InstantSource clock;
    private final Consumer<Duration> pause;

    /**
     * @param pause lets that much time go by
     */
    public KeepDeleting(
            DeleteBox deleteBox,
            Boxes boxes,
            FreedSpace freedSpace,
            InstantSource clock,
            Consumer<Duration> pause) {
        this.deleteBox = deleteBox;
        this.boxes = boxes;
        this.freedSpace = freedSpace;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * @param reclaim whether to wait until the space is given back, too
     * @see DeleteBox#delete
     */
    public Optional<Uid> delete(
            BoxRef ref, boolean force, Precondition precondition, boolean reclaim) {
        Optional<Uid> deleted = delete(ref, force, precondition);
        if (reclaim) {
            Steps.next(95, "waiting for the space to be given back");
            if (!freedSpace.await(RECLAIM_PATIENCE)) {
                throw new Refusal(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        "the box is deleted, but its space is not given back yet");
            }
        }
        return deleted;
    }

    private Optional<Uid> delete(BoxRef ref, boolean force, Precondition precondition) {
        try {
            return deleteBox.delete(ref, force, precondition);
        } catch (RuntimeException failure) {
            Box begun =
                    boxes.find(ref)
                            .filter(box -> box.is(BoxStatus.DELETING))
                            .orElseThrow(() -> failure);
            again(begun, failure);
            return Optional.of(begun.uid());
        }
    }

    /** What was to be decided was decided: from now on it is only done. */
    private void again(Box begun, RuntimeException first) {
        RuntimeException last = first;
        Duration next = FIRST_PAUSE;
        for (int tries = 1; tries < MAX_TRIES; tries++) {
            Steps.next(50, "trying again: " + reason(last));
            pause.accept(next);
            if (!isStillDeleting(begun)) {
                return;
            }
            try {
                deleteBox.delete(begun.ref(), true);
                return;
            } catch (RuntimeException failure) {
                last = failure;
            }
            next = next.multipliedBy(2);
            next = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
        }
        giveUp(begun, last);
        throw last;
    }

    /** Somebody else may have come to the end of it, and the name may be another box's. */
    private boolean isStillDeleting(Box begun) {
        return boxes.find(begun.ref())
                .filter(box -> box.uid().equals(begun.uid()))
                .filter(box -> box.is(BoxStatus.DELETING))
                .isPresent();
    }

    private void giveUp(Box begun, RuntimeException last) {
        boxes.find(begun.ref())
                .filter(box -> box.uid().equals(begun.uid()))
                .ifPresent(
                        box ->
                                boxes.replace(
                                        box.undeleted(
                                                "it cannot be deleted: " + reason(last),
                                                clock.instant())));
    }

    private static String reason(RuntimeException failure) {
        return failure instanceof Refusal ? failure.getMessage() : "see the server's log";
    }
}
