package zomg.api.stream;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * How many clients follow the journal, or logs of boxes: each has a thread, and they end when the
 * server does.
 */
public final class Streams implements AutoCloseable {

    private final Semaphore free;
    private volatile boolean closed;

    public Streams(int most) {
        free = new Semaphore(most);
    }

    /**
     * @throws Refusal TOO_MANY_STREAMS; NOT_READY once the server goes down
     */
    public void enter() {
        if (closed) {
            throw new Refusal(ErrorCode.NOT_READY, "the server is shutting down");
        }
        if (!free.tryAcquire()) {
            throw new Refusal(
                    ErrorCode.TOO_MANY_STREAMS,
                    "as many clients follow events or logs as may; end one, or try again later");
        }
    }

    public void leave() {
        free.release();
    }

    /** What takes a while, but ends by itself. */
    public <T> T within(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    public boolean areClosed() {
        return closed;
    }

    /** Whoever follows is told within a second. */
    @Override
    public void close() {
        closed = true;
    }
}
