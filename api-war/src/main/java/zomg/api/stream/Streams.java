package zomg.api.stream;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * How many clients follow the journal, logs or operations: each has a thread, and they end when the
 * server does.
 */
public final class Streams implements AutoCloseable {

    /** What one client follows. */
    @FunctionalInterface
    public interface Following {

        /** Writes what happens until there is no more of it, or {@link #areClosed}. */
        void follow(EventWriter events) throws IOException;
    }

    private final Semaphore free;
    private volatile boolean closed;

    public Streams(int most) {
        free = new Semaphore(most);
    }

    /**
     * What one client is answered. It has its place from now on, until that is written.
     *
     * @param begin may refuse
     * @throws Refusal TOO_MANY_STREAMS; NOT_READY once the server goes down
     */
    public StreamingOutput follow(Supplier<Following> begin) {
        enter();
        try {
            Following following = begin.get();
            return out -> write(following, out);
        } catch (RuntimeException | Error failure) {
            free.release();
            throw failure;
        }
    }

    private void write(Following following, OutputStream out) {
        try {
            following.follow(new EventWriter(out));
        } catch (IOException _) {
            // The client is gone, which is how streams end.
        } finally {
            free.release();
        }
    }

    private void enter() {
        if (closed) {
            throw new Refusal(ErrorCode.NOT_READY, "the server is shutting down");
        }
        if (!free.tryAcquire()) {
            throw new Refusal(
                    ErrorCode.TOO_MANY_STREAMS,
                    "as many clients follow events or logs as may; end one, or try again later");
        }
    }

    /**
     * What takes a while, but ends by itself.
     *
     * @throws Refusal TOO_MANY_STREAMS; NOT_READY once the server goes down
     */
    public <T> T within(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            free.release();
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
