package zomg.cli.tunnel;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How much the other end takes now. */
final class Credit {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int left;
    private boolean over;

    Credit(int first) {
        left = first;
    }

    /**
     * Waits until there is some.
     *
     * @return how much, at most {@code most}; 0 when nothing will be taken any more
     */
    int await(int most) {
        lock.lock();
        try {
            while (left == 0 && !over) {
                changed.awaitUninterruptibly();
            }
            return over ? 0 : Math.min(left, most);
        } finally {
            lock.unlock();
        }
    }

    void use(int bytes) {
        lock.lock();
        try {
            left -= bytes;
        } finally {
            lock.unlock();
        }
    }

    void grant(int bytes) {
        lock.lock();
        try {
            left += bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
