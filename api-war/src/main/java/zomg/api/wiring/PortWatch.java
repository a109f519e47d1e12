package zomg.api.wiring;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import zomg.linux.process.ListeningPort;

/**
 * Sees to it that a server has its port. The container says that it could not have it, and lives
 * on: it would hold state, pool and boxes, and nobody could ever tell it to stop.
 */
final class PortWatch {

    private static final Logger LOG = System.getLogger(PortWatch.class.getName());

    /** The container opens its port when its applications have started. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration LOOK = Duration.ofMillis(250);

    private final ListeningPort port;

    PortWatch(int port) {
        this.port = new ListeningPort(port);
    }

    /**
     * Before anything else is done.
     *
     * @throws IllegalStateException if another process has it already
     */
    void requireFree() {
        if (port.holder() == ListeningPort.Holder.ANOTHER) {
            throw new IllegalStateException(taken());
        }
    }

    private String taken() {
        return "port %d of 127.0.0.1 is in use by another process".formatted(port.port());
    }

    /**
     * Looks until the server listens.
     *
     * @param end of a server that never will
     */
    void begin(Runnable end) {
        Thread.ofPlatform().daemon().name("port").start(() -> watch(end));
    }

    private void watch(Runnable end) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        ListeningPort.Holder holder = port.holder();
        while (holder == ListeningPort.Holder.NOBODY && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK.toNanos());
            holder = port.holder();
        }
        if (holder != ListeningPort.Holder.US) {
            LOG.log(
                    Level.ERROR,
                    "the server cannot start: {0}",
                    holder == ListeningPort.Holder.ANOTHER
                            ? taken()
                            : "its port %d does not open".formatted(port.port()));
            end.run();
        }
    }
}
