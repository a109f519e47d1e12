package zomg.api.operation;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of RFC 7240, of which {@code wait} is known; what is not understood is passed over, as
 * it says.
 *
 * @param seconds how long the client would wait, as far as the server lets it
 */
public record Prefer(Optional<Integer> seconds) {

    static final String HEADER = "Prefer";
    static final String APPLIED = "Preference-Applied";

    private static final int MAX_SECONDS = 3600;
    private static final Pattern WAIT =
            Pattern.compile("(?:^|,)\\s*(?i:wait)\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=[,;]|$)");

    public static Prefer parse(String text) {
        Matcher wait = WAIT.matcher(text);
        return new Prefer(
                wait.find()
                        ? Optional.of(Math.min(MAX_SECONDS, Integer.parseInt(wait.group(1))))
                        : Optional.empty());
    }

    static Optional<Integer> wait(Optional<Prefer> header) {
        return header.flatMap(Prefer::seconds);
    }

    static Duration wait(Optional<Prefer> header, Duration otherwise) {
        return wait(header).map(Duration::ofSeconds).orElse(otherwise);
    }
}
