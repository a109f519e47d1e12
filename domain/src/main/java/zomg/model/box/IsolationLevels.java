package zomg.model.box;

import java.util.Set;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * The levels that an engine has.
 *
 * @param standard what a box gets if nobody asks for a level
 */
public record IsolationLevels(Isolation standard, Set<Isolation> offered) {

    /** Those that a machine has for boxes of its own. */
    public static final IsolationLevels ALL =
            new IsolationLevels(
                    Isolation.HARDENED, Set.of(Isolation.HARDENED, Isolation.PRIVILEGED));

    /** Those of a cluster, where user namespaces cannot be relied on. */
    public static final IsolationLevels PRIVILEGED_ALONE =
            new IsolationLevels(Isolation.PRIVILEGED, Set.of(Isolation.PRIVILEGED));

    public IsolationLevels {
        offered = Set.copyOf(offered);
    }

    /**
     * @throws Refusal ISOLATION_UNSUPPORTED
     */
    public void require(Isolation level) {
        if (!offered.contains(level)) {
            throw new Refusal(
                    ErrorCode.ISOLATION_UNSUPPORTED,
                    "isolation %s is not to be had here, only %s"
                            .formatted(
                                    level.wireName(),
                                    offered.stream()
                                            .map(Isolation::wireName)
                                            .sorted()
                                            .collect(Collectors.joining(", "))));
        }
    }
}
