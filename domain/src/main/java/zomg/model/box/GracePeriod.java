package zomg.model.box;

import java.time.Duration;
import zomg.error.InvalidInput;

/** How long the processes of a box may take to end after TERM, before KILL. */
public record GracePeriod(int seconds) {

    public static final GracePeriod DEFAULT = new GracePeriod(10);

    private static final int MAX = 86_400;

    public GracePeriod {
        if (seconds < 0 || seconds > MAX) {
            throw InvalidInput.field(
                    "termination_grace_period_seconds", "must be from 0 to %d".formatted(MAX));
        }
    }

    public Duration duration() {
        return Duration.ofSeconds(seconds);
    }
}
