package zomg.db;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import zomg.model.journal.Cause;
import zomg.model.journal.Change;
import zomg.model.journal.Entry;
import zomg.model.request.KeyedRequest;

/** The end of the journal: where transactions add to it, and where readers wait for more. */
final class Tail {

    /** How long an entry of another server may stay unseen. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final InstantSource clock;
    private final LongConsumer requireTerm;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private long newest;
    private long polledAt = System.nanoTime();

    /**
     * @param requireTerm refuses a change if this is not the term that began last
     */
    Tail(InstantSource clock, LongConsumer requireTerm) {
        this.clock = clock;
        this.requireTerm = requireTerm;
    }

    /**
     * Writes the entry of a change, at the end of the transaction that made it: whoever else adds
     * one waits for the end of this transaction, so that ids are in the order of commits.
     *
     * @return the id of the entry
     */
    long add(EntityManager rows, Change change) {
        rows.flush();
        JournalSpanRow span = lockedSpan(rows);
        requireTerm.accept(span.term());
        Entry entry = Entry.after(span.newest(), clock.instant(), change, Cause.current());
        KeyedRequest.current().ifPresent(request -> note(rows, request, entry));
        rows.persist(JournalRow.of(entry));
        span.end(entry.mark());
        rows.flush();
        return entry.id();
    }

    /** Asked for under a key: whoever asks again learns how far this came. */
    private static void note(EntityManager rows, KeyedRequest request, Entry entry) {
        KeyedRequestRow.note(
                rows, request, noted -> request.begun(noted, entry.change()), entry.at());
    }

    static JournalSpanRow lockedSpan(EntityManager rows) {
        return rows.find(JournalSpanRow.class, JournalSpanRow.ID, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The newest entry that readers were told of. */
    long newest() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /** From now on, entries up to this one stay. */
    void settle(long id) {
        lock.lock();
        try {
            if (id > newest) {
                newest = id;
                grown.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until an entry above {@code id} has settled.
     *
     * @param look settles what other servers wrote; one of all that wait calls it, now and then
     */
    boolean await(long id, Duration patience, LongSupplier look) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (newest() <= id && System.nanoTime() < end) {
                if (pause(id, end) && mayPoll()) {
                    settle(look.getAsLong());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return newest() > id;
    }

    /**
     * @return whether the pause went by without anything
     */
    private boolean pause(long id, long end) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = Math.min(POLL.toNanos(), end - System.nanoTime());
            while (newest <= id && left > 0) {
                left = grown.awaitNanos(left);
            }
            return newest <= id;
        } finally {
            lock.unlock();
        }
    }

    private boolean mayPoll() {
        lock.lock();
        try {
            long now = System.nanoTime();
            boolean due = now - polledAt >= POLL.toNanos() / 2;
            if (due) {
                polledAt = now;
            }
            return due;
        } finally {
            lock.unlock();
        }
    }
}
