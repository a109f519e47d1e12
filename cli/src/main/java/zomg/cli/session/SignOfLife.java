package zomg.cli.session;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Says now and then that we are there. While nobody reads the output, as in {@code zomg exec … |
 * less}, the server's pings are not read either, and it would take us for gone.
 */
final class SignOfLife implements AutoCloseable {

    /** A third of what the server waits. */
    static final Duration USUAL = Duration.ofSeconds(20);

    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("alive").factory());

    SignOfLife(Peer peer, Duration pause) {
        ScheduledFuture<?> unused =
                clock.scheduleWithFixedDelay(
                        () -> peer.send(Frame.nothing()),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
