package zomg.it.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import zomg.it.harness.Client.Answer;

/**
 * A time in which a part of the cluster is away, as clients see it: a change is refused for now, or
 * done; what only looks is answered as ever.
 */
final class Outage {

    /** Until everybody has noticed that it is over. */
    private static final Duration AFTERMATH = Duration.ofSeconds(30);

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<String> violations = new ArrayList<>();
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
        refused.incrementAndGet();
        if (answer.retryAfter().isEmpty()) {
            violated("no Retry-After: %s -> %s".formatted(request, answer));
        }
        return true;
    }

    private boolean isLongOver() {
        return ended && System.nanoTime() - end > AFTERMATH.toNanos();
    }

    void looked(String request, Answer answer) {
        looks.incrementAndGet();
        if (answer.status() != 200) {
            violated("who only looks is refused: %s -> %s".formatted(request, answer));
        }
    }

    private synchronized void violated(String sentence) {
        violations.add(sentence);
    }

    /** What was wrong. */
    synchronized List<String> over() {
        List<String> wrong = List.copyOf(violations);
        violations.clear();
        return wrong;
    }

    @Override
    public String toString() {
        return "%d changes refused, %d looks answered".formatted(refused.get(), looks.get());
    }
}
