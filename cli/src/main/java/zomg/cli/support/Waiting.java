package zomg.cli.support;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks again and again until something is so, for a bounded time. */
public final class Waiting {

    private static final long PAUSE_MILLIS = 50;

    private Waiting() {}

    /** Whether {@code condition} came true in time. */
    public static boolean until(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(PAUSE_MILLIS);
        }
        return true;
    }

    /** Between two looks at, or calls of, another process: nobody is there who could wake us. */
    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failure.of("interrupted");
        }
    }
}
