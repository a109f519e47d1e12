package zomg.model.box;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import zomg.error.InvalidInput;
import zomg.error.Problems;

/** Labels of a box, sorted by key. */
public record Tags(SortedMap<String, String> entries) {

    public static final Tags NONE = new Tags(Collections.emptySortedMap());

    private static final int MAX_ENTRIES = 64;
    private static final int MAX_LENGTH = 63;
    private static final Pattern WORD = Pattern.compile("[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?");

    public Tags {
        Problems problems = new Problems();
        if (entries.size() > MAX_ENTRIES) {
            problems.add("tags", "must be at most %d".formatted(MAX_ENTRIES));
        }
        entries.forEach(
                (key, value) -> {
                    check(problems, "tags." + key, key, "key");
                    check(problems, "tags." + key, value, "value");
                });
        problems.refuseIfAny();
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    public static Tags of(Map<String, String> entries) {
        return new Tags(new TreeMap<>(entries));
    }

    private static void check(Problems problems, String field, String text, String part) {
        if (text == null
                || text.length() > MAX_LENGTH
                || !WORD.matcher(text).matches()
                || text.contains("--")) {
            problems.check(
                    () -> {
                        throw InvalidInput.name(
                                field,
                                part
                                        + " must be 1-63 of a-z, 0-9, dot, underscore and single"
                                        + " dashes, alphanumeric at both ends");
                    });
        }
    }

    /** How many characters keys and values have. */
    int content() {
        return entries.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
    }

    /** Whether all of {@code wanted} are among these. */
    public boolean include(Tags wanted) {
        return entries.entrySet().containsAll(wanted.entries.entrySet());
    }

    /** These, with {@code changes} put over them. */
    public Tags overriddenBy(Tags changes) {
        SortedMap<String, String> merged = new TreeMap<>(entries);
        merged.putAll(changes.entries);
        return new Tags(merged);
    }
}
