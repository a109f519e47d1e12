package zomg.model.box;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import zomg.error.InvalidInput;
import zomg.error.Problems;

/** Environment variables, in the order they were given. */
public record Environment(SequencedMap<String, String> variables) {

    public static final Environment EMPTY = new Environment(new LinkedHashMap<>());

    /** What zomg sets itself; nobody may set them on create. */
    public static final Set<String> RESERVED =
            Set.of("ZOMG_PROJECT", "BOX_NAME", "ZOMG_API_URL", "ZOMG_API_HOST", "TERM");

    /** All together; execve takes 2 MiB on Linux, arguments included. */
    private static final int MAX_BYTES = 256 * 1024;

    /** One string of execve is limited to 128 KiB (MAX_ARG_STRLEN). */
    private static final int MAX_VALUE_BYTES = 96 * 1024;

    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    public Environment {
        Problems problems = new Problems();
        long bytes = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            bytes += check(problems, variable.getKey(), variable.getValue());
        }
        if (bytes > MAX_BYTES) {
            problems.add("environment", "must have at most %d bytes".formatted(MAX_BYTES));
        }
        problems.refuseIfAny();
        variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
    }

    public static Environment of(Map<String, String> variables) {
        return new Environment(new LinkedHashMap<>(variables));
    }

    /** What a user asks for on create: as {@link #of}, and reserved names are refused. */
    public static Environment requested(Map<String, String> variables) {
        Problems problems = new Problems();
        variables.keySet().stream()
                .filter(RESERVED::contains)
                .forEach(
                        key ->
                                problems.check(
                                        () -> {
                                            throw InvalidInput.reserved("environment." + key);
                                        }));
        Environment environment = problems.check(() -> of(variables)).orElse(EMPTY);
        problems.refuseIfAny();
        return environment;
    }

    private static long check(Problems problems, String key, String value) {
        String field = "environment." + key;
        if (!KEY.matcher(key).matches()) {
            problems.add(
                    field,
                    "must be a name of 1-128 letters, digits and underscores, no digit first");
        }
        if (value == null) {
            problems.add(field, "must be a string");
            return 0;
        }
        if (value.indexOf('\0') >= 0) {
            problems.add(field, "must not contain a NUL character");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            problems.add(field, "must not contain half a surrogate pair");
        }
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_VALUE_BYTES) {
            problems.add(field, "must have at most %d bytes".formatted(MAX_VALUE_BYTES));
        }
        return key.length() + (long) length;
    }

    /** How many characters names and values have. */
    int content() {
        return variables.entrySet().stream()
                .mapToInt(variable -> variable.getKey().length() + variable.getValue().length())
                .sum();
    }

    /** These, with {@code changes} put over them. */
    public Environment overriddenBy(Environment changes) {
        SequencedMap<String, String> merged = new LinkedHashMap<>(variables);
        merged.putAll(changes.variables);
        return new Environment(merged);
    }

    /**
     * The content of {@code /etc/boxes-env}: one {@code export KEY="value"} each. Inside double
     * quotes bash gives a meaning to {@code \ " $ `} only (history expansion is off in files), so
     * those are escaped and no value can break out.
     */
    public String exportLines() {
        StringBuilder lines = new StringBuilder();
        variables.forEach(
                (key, value) -> {
                    lines.append("export ").append(key).append("=\"");
                    value.chars()
                            .forEach(
                                    character -> {
                                        if ("\\\"$`".indexOf(character) >= 0) {
                                            lines.append('\\');
                                        }
                                        lines.append((char) character);
                                    });
                    lines.append("\"\n");
                });
        return lines.toString();
    }
}
