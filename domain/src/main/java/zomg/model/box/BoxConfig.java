package zomg.model.box;

import java.util.Optional;
import zomg.model.space.Storage;

/** What a box may use of the machine; empty means no limit of its own. */
public record BoxConfig(Optional<Cpus> cpus, Optional<Memory> memory, Optional<Storage> storage) {

    public static final BoxConfig UNLIMITED =
            new BoxConfig(Optional.empty(), Optional.empty(), Optional.empty());

    /** This, with what {@code changes} names replaced. */
    public BoxConfig overriddenBy(BoxConfig changes) {
        return new BoxConfig(
                changes.cpus.or(() -> cpus),
                changes.memory.or(() -> memory),
                changes.storage.or(() -> storage));
    }
}
