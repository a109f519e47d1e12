package zomg.it.harness;

import java.time.Duration;
import zomg.it.harness.Client.Answer;

/**
 * A time in which a part of the cluster is away, as clients see it: a change is refused for now, or
 * done; what only looks is answered as ever.
 */
final class Outage extends Refusing {

    /** Until everybody has noticed that it is over. */
    private static final Duration AFTERMATH = Duration.ofSeconds(30);

    private volatile boolean begun;
    private volatile boolean ended;
    private volatile long end;

    void begin() {
        ended = false;
        begun = true;
    }

    void end() {
        end = System.nanoTime();
        ended = true;
    }

    boolean isOver() {
        return !begun || ended;
    }

    /** Whether a change was turned away because of it: nobody knows how far it got. */
    boolean excuses(String request, Answer answer) {
        if (answer.status() != 503 || !begun || isLongOver()) {
            return false;
        }
        refused(request, answer);
        return true;
    }

    private boolean isLongOver() {
        return ended && System.nanoTime() - end > AFTERMATH.toNanos();
    }
}
