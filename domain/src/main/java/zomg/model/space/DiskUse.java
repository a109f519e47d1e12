package zomg.model.space;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a box or a data volume costs.
 *
 * @param own bytes that count for its limit; empty where nothing is counted
 * @param measured what is only known after a look at the whole pool; empty if there was none
 */
public record DiskUse(OptionalLong own, Optional<Storage> limit, Optional<Measured> measured) {

    /**
     * What a look at the whole pool has found, in bytes.
     *
     * @param at when it was over
     * @param holders who has what counts for it, the largest first
     * @param elsewhere what is had by nothing that people know
     */
    public record Measured(
            Instant at, long shared, long exclusive, List<Holder> holders, long elsewhere) {}

    /**
     * Somebody who has what counts for somebody else.
     *
     * @param name as people say it
     */
    public record Holder(Disk.Kind kind, String name, long bytes) {}
}
