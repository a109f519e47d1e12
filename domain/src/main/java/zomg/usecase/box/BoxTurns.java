package zomg.usecase.box;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.BoxRef;

/**
 * One change at a time for each box, different boxes side by side. Whoever waits too long for its
 * turn is told that the box is busy.
 */
public final class BoxTurns {

    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int holders;
    }

    private final Map<BoxRef, Turn> turns = new ConcurrentHashMap<>();
    private final Duration patience;

    public BoxTurns(Duration patience) {
        this.patience = patience;
    }

    /**
     * @throws Refusal BOX_BUSY if another change of the box does not end in time
     */
    public <T> T take(BoxRef ref, Supplier<T> change) {
        Turn turn = turns.compute(ref, (_, known) -> held(known));
        try {
            if (!turn.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Refusal(
                        ErrorCode.BOX_BUSY, "box is busy with another change; try again later");
            }
            try {
                return change.get();
            } finally {
                turn.lock.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "the server is stopping", interrupted);
        } finally {
            turns.compute(ref, (_, known) -> released(known));
        }
    }

    /** As {@link #take}, but without waiting: empty if somebody else has the turn. */
    public <T> Optional<T> takeIfFree(BoxRef ref, Supplier<T> change) {
        Turn turn = turns.compute(ref, (_, known) -> held(known));
        try {
            if (!turn.lock.tryLock()) {
                return Optional.empty();
            }
            try {
                return Optional.of(change.get());
            } finally {
                turn.lock.unlock();
            }
        } finally {
            turns.compute(ref, (_, known) -> released(known));
        }
    }

    private static Turn held(Turn known) {
        Turn turn = known == null ? new Turn() : known;
        turn.holders++;
        return turn;
    }

    private static Turn released(Turn turn) {
        turn.holders--;
        return turn.holders == 0 ? null : turn;
    }
}
