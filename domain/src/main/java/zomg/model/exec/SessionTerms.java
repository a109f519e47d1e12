package zomg.model.exec;

import java.time.Duration;
import java.util.Optional;
import zomg.error.InvalidInput;

/**
 * How a command is talked to.
 *
 * @param terminal the size of its terminal; without one it has three pipes
 * @param limit after which it is killed, whether or not anybody is there then; without one it may
 *     take as long as it likes
 * @param isListed whether clients see it, and may come back to it
 */
public record SessionTerms(
        Optional<WindowSize> terminal, Optional<Duration> limit, boolean isListed) {

    /** With three pipes, and for as long as it likes. */
    public static final SessionTerms PIPES = of(Optional.empty(), Optional.empty());

    /** For work of the server's own: nobody else has to know of it. */
    public static final SessionTerms UNLISTED =
            new SessionTerms(Optional.empty(), Optional.empty(), false);

    public SessionTerms {
        if (limit.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            throw InvalidInput.field("limit", "must be positive");
        }
    }

    public static SessionTerms of(Optional<WindowSize> terminal, Optional<Duration> limit) {
        return new SessionTerms(terminal, limit, true);
    }
}
