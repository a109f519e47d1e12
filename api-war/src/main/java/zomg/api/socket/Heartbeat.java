package zomg.api.socket;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock of all WebSockets. */
public final class Heartbeat implements AutoCloseable {

    static final Duration PING = Duration.ofSeconds(20);

    /** A half-open connection is noticed in this time. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    /** Who does not read does not see a ping either; TCP asks meanwhile. */
    static final Duration SILENCE_OF_SLOW = Duration.ofMinutes(10);

    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("heartbeat").factory());

    /** What was cancelled keeps nothing alive until its time would have come. */
    public Heartbeat() {
        clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * @param beat may wait for its client: it has a thread of its own
     */
    ScheduledFuture<?> every(Duration pause, Runnable beat) {
        return clock.scheduleWithFixedDelay(
                () -> Thread.ofVirtual().start(beat),
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    public ScheduledFuture<?> after(Duration wait, Runnable task) {
        return clock.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
