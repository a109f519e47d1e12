package zomg.model.base;

import java.util.List;
import java.util.Optional;

/**
 * How a base was made, as far as that is known.
 *
 * @param script that made it
 * @param missing what the script could not get and did without, a line each
 */
public record Making(Optional<String> script, List<String> missing) {

    public static final Making UNKNOWN = new Making(Optional.empty(), List.of());

    public Making {
        missing = List.copyOf(missing);
    }

    public static Making by(Optional<String> script) {
        return new Making(script, List.of());
    }
}
