package zomg.port;

import java.util.Set;
import zomg.model.id.Uid;

/**
 * What {@link Boxes#forget} and {@link Projects#forget} forgot, until nothing of it can come back.
 */
public interface Graves {

    Set<Uid> forgotten();

    /** Nothing of these can come back any more. */
    void settle(Set<Uid> uids);
}
