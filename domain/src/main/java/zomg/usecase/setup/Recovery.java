package zomg.usecase.setup;

import java.util.List;
import java.util.Set;
import zomg.model.id.Uid;

/**
 * What a recovery met that a person should know.
 *
 * @param setAside roots that no record names
 * @param leftovers what is as it was, until the next start
 */
public record Recovery(Set<Uid> setAside, List<Leftover> leftovers) {

    /** Something of this uid, and why it could not be dealt with. */
    public record Leftover(Uid uid, RuntimeException reason) {}

    public Recovery {
        setAside = Set.copyOf(setAside);
        leftovers = List.copyOf(leftovers);
    }
}
