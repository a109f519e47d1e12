package zomg.usecase.place;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * One change at a time for each of many things, different ones side by side. Whoever waits too long
 * for its turn is told that the thing is busy.
 */
public final class Turns<K> {

    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int holders;
    }

    private final Map<K, Turn> turns = new ConcurrentHashMap<>();
    private final Duration patience;
    private final ErrorCode busy;
    private final String what;

    /**
     * @param busy the code for who waited too long
     * @param what the things are, in a word
     */
    public Turns(Duration patience, ErrorCode busy, String what) {
        this.patience = patience;
        this.busy = busy;
        this.what = what;
    }

    public <T> T take(K key, Supplier<T> change) {
        Turn turn = turns.compute(key, (_, known) -> held(known));
        try {
            if (!turn.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Refusal(busy, what + " is busy with another change; try again later");
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
            turns.compute(key, (_, known) -> released(known));
        }
    }

    /** As {@link #take}, but without waiting: empty if somebody else has the turn. */
    public <T> Optional<T> takeIfFree(K key, Supplier<T> change) {
        Turn turn = turns.compute(key, (_, known) -> held(known));
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
            turns.compute(key, (_, known) -> released(known));
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
