package zomg.api.setup;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** Changes that are under way, and the end of new ones. */
public final class Drain {

    private int underWay;
    private boolean begun;

    /**
     * A change begins; each needs its {@link #leave}.
     *
     * @throws Refusal NOT_READY once the server goes down
     */
    synchronized void enter() {
        if (begun) {
            throw new Refusal(ErrorCode.NOT_READY, "the server is shutting down");
        }
        underWay++;
    }

    synchronized void leave() {
        underWay--;
        notifyAll();
    }

    /** Counts what {@code executor} does, too: it may outlive the request that it began with. */
    public Executor counting(Executor executor) {
        return work -> {
            goOn();
            try {
                executor.execute(() -> runAndLeave(work));
            } catch (RejectedExecutionException tooMuch) {
                leave();
                throw tooMuch;
            }
        };
    }

    /** Never refused: its request has begun. */
    private synchronized void goOn() {
        underWay++;
    }

    private void runAndLeave(Runnable work) {
        try {
            work.run();
        } finally {
            leave();
        }
    }

    /**
     * From now on nothing begins.
     *
     * @return false if that was so already
     */
    synchronized boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** Whether all that was under way ended in time. */
    synchronized boolean await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toMillis();
        while (underWay > 0 && left > 0) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
        return underWay == 0;
    }
}
