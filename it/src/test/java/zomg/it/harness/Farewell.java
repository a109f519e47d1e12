package zomg.it.harness;

import java.time.Duration;
import java.util.List;
import zomg.it.harness.Client.Answer;

/**
 * The end that a server was told to come to, as clients see it: what they asked for before is
 * answered, no change begins any more, and what only looks is answered as ever.
 */
final class Farewell extends Refusing {

    /** By then it has heard of it, however busy the machine is. */
    private static final Duration NOTICE = Duration.ofSeconds(2);

    private volatile boolean told;
    private volatile long toldAt;

    void tell(Runnable signal) {
        toldAt = System.nanoTime();
        told = true;
        signal.run();
    }

    /**
     * Whether a change was turned away because of it.
     *
     * @param sent when, of {@link System#nanoTime}
     */
    boolean refuses(String request, long sent, Answer answer) {
        if (!told) {
            return false;
        }
        if (answer.status() != 503 || !answer.json().getString("code").equals("not_ready")) {
            if (isLate(sent) && answer.status() < 300) {
                violated("a change began after all: %s -> %s".formatted(request, answer));
            }
            return false;
        }
        refused(request, answer);
        return true;
    }

    /**
     * A change has got no answer.
     *
     * @return whether it may have been made all the same
     */
    boolean mayHaveBegun(String request, long sent) {
        if (told && sent - toldAt < 0) {
            violated("asked before the end, and not answered: " + request);
        }
        return !isLate(sent);
    }

    private boolean isLate(long sent) {
        return told && sent - toldAt > NOTICE.toNanos();
    }

    /** What was wrong; another server runs from now on. */
    List<String> over() {
        told = false;
        return violations();
    }
}
