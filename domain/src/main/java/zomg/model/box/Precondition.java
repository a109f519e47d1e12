package zomg.model.box;

import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * Which states of a box a change is meant for: whoever saw another one may not want it any more.
 *
 * @param versions as {@link Box#version()} says them; empty if any state will do
 */
public record Precondition(Optional<Set<String>> versions) {

    public static final Precondition NONE = new Precondition(Optional.empty());

    public Precondition {
        versions = versions.map(Set::copyOf);
    }

    public boolean isNone() {
        return versions.isEmpty();
    }

    /**
     * To be asked in the box's turn, so that nothing comes between the answer and the change.
     *
     * @throws Refusal PRECONDITION_FAILED
     */
    public void require(Box box) {
        if (!versions.map(wanted -> wanted.contains(box.version())).orElse(true)) {
            throw new Refusal(
                    ErrorCode.PRECONDITION_FAILED,
                    "box %s has changed since; look at it again".formatted(box.ref().name()));
        }
    }
}
