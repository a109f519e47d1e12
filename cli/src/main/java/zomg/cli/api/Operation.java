package zomg.cli.api;

import java.util.List;
import java.util.Locale;

/** One operation of the contract. */
public record Operation(
        String id,
        String method,
        String path,
        String summary,
        List<Parameter> parameters,
        Body body) {

    /** Where a parameter travels. */
    public enum Place {
        PATH,
        QUERY,
        HEADER
    }

    /** Whether a request has one. */
    public enum Body {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /**
     * @param repeated whether it may be given several times
     */
    public record Parameter(
            String name, Place place, boolean required, boolean repeated, String description) {

        /** {@code max_results} is {@code --max-results}, {@code If-Match} {@code --if-match}. */
        String option() {
            return "--" + name.replace('_', '-').replace("[]", "").toLowerCase(Locale.ROOT);
        }
    }

    public Operation {
        parameters = List.copyOf(parameters);
    }
}
