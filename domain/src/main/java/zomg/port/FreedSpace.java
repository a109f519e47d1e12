package zomg.port;

import java.time.Duration;

/** The space of what was deleted, which comes back later. */
@FunctionalInterface
public interface FreedSpace {

    /**
     * Waits until the space of all that was deleted before is there again.
     *
     * @return whether it is; false if that takes longer than {@code patience}
     */
    boolean await(Duration patience);
}
