package zomg.runner;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends calls of the runner that do not go on: a box may have a file system that never answers. */
final class Patience implements AutoCloseable {

    private static final int LOOKS = 20;

    private final Duration most;
    private final ScheduledThreadPoolExecutor looks =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("file-patience").factory());

    /**
     * @param most that one step may take
     */
    Patience(Duration most) {
        this.most = most;
        looks.setRemoveOnCancelPolicy(true);
    }

    /** One call; only the time between begin and end of its steps counts. */
    final class Watch implements AutoCloseable {

        private final Runnable end;
        private final Future<?> look;
        private volatile long since;
        private volatile boolean steps;
        private volatile boolean over;

        private Watch(Runnable end) {
            this.end = end;
            long pause = most.toNanos() / LOOKS;
            this.look =
                    looks.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.NANOSECONDS);
        }

        private void look() {
            if (steps && System.nanoTime() - since > most.toNanos()) {
                over = true;
                end.run();
            }
        }

        void begin() {
            since = System.nanoTime();
            steps = true;
        }

        void end() {
            steps = false;
        }

        /** Whether it was ended because it took too long. */
        boolean isOver() {
            return over;
        }

        @Override
        public void close() {
            look.cancel(false);
        }
    }

    Watch watch(Runnable end) {
        return new Watch(end);
    }

    Duration most() {
        return most;
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
