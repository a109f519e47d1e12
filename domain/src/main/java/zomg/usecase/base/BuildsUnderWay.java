package zomg.usecase.base;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.Uid;

/**
 * The uids of bases that are being built now: no record names them yet, and they are no orphans.
 */
public final class BuildsUnderWay {

    /** Taken away when everything of the build is recorded or removed. */
    interface Mark extends AutoCloseable {
        @Override
        void close();
    }

    private final Set<Uid> uids = ConcurrentHashMap.newKeySet();
    private final Lock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private long news;

    Mark mark(Uid... build) {
        List<Uid> marked = List.of(build);
        uids.addAll(marked);
        return () -> {
            marked.forEach(uids::remove);
            tell();
        };
    }

    public Set<Uid> uids() {
        return new HashSet<>(uids);
    }

    boolean has(Uid build) {
        return uids.contains(build);
    }

    /** One of them has printed something, or is over. */
    void tell() {
        lock.lock();
        try {
            news++;
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often anything was told. */
    long news() {
        lock.lock();
        try {
            return news;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Until something is told after {@code seen}.
     *
     * @param patience in nanoseconds
     * @return what is left of that
     */
    long await(long seen, long patience) {
        lock.lock();
        try {
            long left = patience;
            while (news == seen && left > 0) {
                left = told.awaitNanos(left);
            }
            return left;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Refusal(ErrorCode.NOT_READY, "the server is stopping", interrupted);
        } finally {
            lock.unlock();
        }
    }
}
