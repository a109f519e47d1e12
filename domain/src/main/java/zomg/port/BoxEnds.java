package zomg.port;

import java.time.Duration;
import java.util.Set;
import zomg.model.id.Uid;

/** Tells when boxes end. One caller at a time. */
public interface BoxEnds {

    /**
     * Waits until the first process of a box ends, but not longer than {@code patience}.
     *
     * @return boxes whose first process has ended since they were last told, for whatever reason;
     *     of one that was removed since, it may not be told
     */
    Set<Uid> await(Duration patience);
}
