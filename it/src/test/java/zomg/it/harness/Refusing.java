package zomg.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import zomg.it.harness.Client.Answer;

/** A time in which changes are refused, as clients see it: what only looks is answered as ever. */
abstract class Refusing {

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<String> violations = new ArrayList<>();

    final void refused(String request, Answer answer) {
        refused.incrementAndGet();
        if (answer.retryAfter().isEmpty()) {
            violated("no Retry-After: %s -> %s".formatted(request, answer));
        }
    }

    final void looked(String request, Answer answer) {
        looks.incrementAndGet();
        if (!answer.isOneOf(200, 404)) {
            violated("who only looks is refused: %s -> %s".formatted(request, answer));
        }
    }

    final synchronized void violated(String sentence) {
        violations.add(sentence);
    }

    /** What was wrong until now. */
    final synchronized List<String> violations() {
        List<String> wrong = List.copyOf(violations);
        violations.clear();
        return wrong;
    }

    @Override
    public final String toString() {
        return "%d changes refused, %d looks answered".formatted(refused.get(), looks.get());
    }
}
