package zomg.model.id;

import java.util.regex.Pattern;

/**
 * Names one thing for good: 12 characters of base32, random. Everything on disk and in the kernel
 * is named by it, never by what people call it, so that a name used again cannot meet old debris.
 */
public record Uid(String value) implements Comparable<Uid> {

    private static final Pattern RULE = Pattern.compile("[a-z2-7]{12}");

    public Uid {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a uid: " + value);
        }
    }

    /** Whether a file or link of this name can be one of ours. */
    public static boolean isUid(String text) {
        return RULE.matcher(text).matches();
    }

    @Override
    public int compareTo(Uid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
