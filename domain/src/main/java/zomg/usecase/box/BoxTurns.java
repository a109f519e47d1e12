package zomg.usecase.box;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.BoxRef;
import zomg.usecase.place.Turns;

/**
 * One change at a time for each box, different boxes side by side. Whoever waits too long for its
 * turn is told that the box is busy.
 */
public final class BoxTurns {

    private final Turns<BoxRef> turns;

    public BoxTurns(Duration patience) {
        this.turns = new Turns<>(patience, ErrorCode.BOX_BUSY, "box");
    }

    /**
     * @throws Refusal BOX_BUSY if another change of the box does not end in time
     */
    public <T> T take(BoxRef ref, Supplier<T> change) {
        return turns.take(ref, change);
    }

    /** As {@link #take}, but without waiting: empty if somebody else has the turn. */
    public <T> Optional<T> takeIfFree(BoxRef ref, Supplier<T> change) {
        return turns.takeIfFree(ref, change);
    }
}
