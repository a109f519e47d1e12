package zomg.port;

import java.time.Duration;
import java.util.Set;
import zomg.model.id.Uid;

/**
 * Has boxes stand still for a moment; their processes see only that time has passed. A box that
 * several want to stand still does, until none of them wants it any more.
 */
public interface BoxFreezer {

    /**
     * Has all processes of these boxes stand still. A box that does not run stands still already.
     *
     * @param purpose what it is for: the uid of something that is being made
     * @param longest after so long they run again by themselves
     * @return false if some did not stand still in that time; then all run again
     */
    boolean freeze(Uid purpose, Set<Uid> boxes, Duration longest);

    /**
     * Has them run again.
     *
     * @return whether they have stood still since {@link #freeze}
     */
    boolean thaw(Uid purpose);

    /** Those that stand still, and nobody of this server wants them to. */
    Set<Uid> forgotten();

    /** Has one of those run again. */
    void release(Uid box);
}
