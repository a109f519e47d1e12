package zomg.api.wiring;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import zomg.error.Refusal;
import zomg.model.network.Host;

/** Reads settings one by one and remembers what is wrong with them. */
final class SettingsReader {

    private static final int MAX_DOMAIN = 189;

    private static final String NO_DURATION = "%s is not a duration such as PT30S";

    private final Function<String, Optional<String>> source;
    private final List<String> wrong = new ArrayList<>();

    /**
     * @param source what is set for a key, empty if nothing is
     */
    SettingsReader(Function<String, Optional<String>> source) {
        this.source = source;
    }

    /** A bad value is remembered, and the default taken so that reading can go on. */
    <T> T read(Setting setting, Function<String, T> parse) {
        String fallback = setting.defaultValue().orElseThrow();
        return optional(setting, parse).orElseGet(() -> parse.apply(fallback));
    }

    <T> Optional<T> optional(Setting setting, Function<String, T> parse) {
        return source.apply(setting.key()).flatMap(text -> parsed(setting, text, parse));
    }

    <T> Optional<T> required(Setting setting, Function<String, T> parse) {
        if (source.apply(setting.key()).isEmpty()) {
            wrong.add(setting.key() + " must be set");
        }
        return optional(setting, parse);
    }

    private <T> Optional<T> parsed(Setting setting, String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text.strip()));
        } catch (IllegalArgumentException | Refusal refused) {
            wrong.add("%s is wrong: %s".formatted(setting.key(), refused.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * @throws IllegalArgumentException with everything that is wrong
     */
    void refuseIfAny() {
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    static Path path(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("%s is not an absolute path".formatted(text));
        }
        return path.normalize();
    }

    static List<Path> paths(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).map(SettingsReader::path).toList();
    }

    static Set<String> words(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "%s is neither true nor false".formatted(text));
        };
    }

    static Function<String, Long> number(long min, long max) {
        return text -> {
            if (text.matches("[0-9]{1,18}")
                    && Long.parseLong(text) >= min
                    && Long.parseLong(text) <= max) {
                return Long.valueOf(text);
            }
            throw new IllegalArgumentException(
                    "%s is not a number from %d to %d".formatted(text, min, max));
        };
    }

    /** {@code 512M} or {@code 20G}; M and G mean MiB and GiB. */
    static long bytes(String text) {
        if (!text.matches("[0-9]{1,6}[MG]")) {
            throw new IllegalArgumentException("%s is not a size such as 20G".formatted(text));
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return count << (text.endsWith("G") ? 30 : 20);
    }

    static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeParseException other) {
            throw new IllegalArgumentException(NO_DURATION.formatted(text), other);
        }
        throw new IllegalArgumentException(NO_DURATION.formatted(text));
    }

    static Duration duration(String text, Duration shortest, Duration longest) {
        Duration duration = duration(text);
        if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "must be from %s to %s, but is %s".formatted(shortest, longest, text));
        }
        return duration;
    }

    /** A box's own host is one label longer. */
    static String domain(String text) {
        if (text.length() > MAX_DOMAIN) {
            throw new IllegalArgumentException(
                    "%s has more than %d characters".formatted(text, MAX_DOMAIN));
        }
        return new Host(text).value();
    }
}
