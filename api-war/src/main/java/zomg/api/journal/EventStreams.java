package zomg.api.journal;

import java.util.concurrent.Semaphore;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** How many clients follow the journal: each has a thread, and they end when the server does. */
public final class EventStreams implements AutoCloseable {

    private final Semaphore free;
    private volatile boolean closed;

    public EventStreams(int most) {
        free = new Semaphore(most);
    }

    /**
     * @throws Refusal TOO_MANY_STREAMS; NOT_READY once the server goes down
     */
    void enter() {
        if (closed) {
            throw new Refusal(ErrorCode.NOT_READY, "the server is shutting down");
        }
        if (!free.tryAcquire()) {
            throw new Refusal(
                    ErrorCode.TOO_MANY_STREAMS,
                    "as many clients follow the events as may; end one, or ask /v1/audit");
        }
    }

    void leave() {
        free.release();
    }

    boolean areClosed() {
        return closed;
    }

    /** Whoever follows is told within a second. */
    @Override
    public void close() {
        closed = true;
    }
}
