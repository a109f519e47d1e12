package zomg.usecase.box;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.Uid;
import zomg.port.BoxFreezer;

/**
 * Copies disks as they are at one moment: where that takes several steps, whoever may write to them
 * stands still until all copies are made. What was written before is written to disk before that,
 * so that it does not take long.
 */
public final class OneInstant {

    /** What is to be copied. */
    public interface Copying {

        /** Whether it takes several, between which something can be written. */
        boolean takesSteps();

        /** Writes to disk what was written so far; nobody stands still yet. */
        void flush();

        void copy();

        /** Removes copies that are not of one moment. */
        void discard();
    }

    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int TRIES = 2;

    private final BoxFreezer freezer;
    private final InstantSource clock;

    public OneInstant(BoxFreezer freezer, InstantSource clock) {
        this.freezer = freezer;
        this.clock = clock;
    }

    /**
     * @param purpose the uid of what is being made
     * @param boxes who may write to what is copied
     * @return for how many milliseconds they stood still; 0 if they did not have to
     * @throws Refusal BUSY_WRITING if they would have had to for too long; nothing is left then
     */
    public long copy(Uid purpose, Set<Uid> boxes, Copying copying) {
        if (!copying.takesSteps()) {
            copying.copy();
            return 0;
        }
        for (int left = TRIES; left > 0; left--) {
            copying.flush();
            Instant begin = clock.instant();
            if (freezer.freeze(purpose, boxes, LONGEST) && copiedAtOnce(purpose, copying)) {
                return Duration.between(begin, clock.instant()).toMillis();
            }
            copying.discard();
        }
        throw new Refusal(
                ErrorCode.BUSY_WRITING,
                "the box writes too much to be copied at one moment; try again later");
    }

    private boolean copiedAtOnce(Uid purpose, Copying copying) {
        boolean copied = false;
        try {
            copying.copy();
            copied = true;
        } finally {
            copied &= freezer.thaw(purpose);
        }
        return copied;
    }
}
