package zomg.model.diff;

import java.nio.charset.StandardCharsets;

/**
 * Where something changed, from the root of the box on. Names in Linux are bytes; their order is
 * that of the bytes.
 *
 * @param bytes one in each character
 */
public record ChangedPath(String bytes) implements Comparable<ChangedPath> {

    public ChangedPath {
        if (!bytes.startsWith("/") || bytes.chars().anyMatch(one -> one > 0xff)) {
            throw new IllegalArgumentException("no path of bytes: " + bytes);
        }
    }

    /** Of what people read and type. */
    public static ChangedPath of(String text) {
        return new ChangedPath(
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** Whether it is {@code other} or below it. */
    public boolean isWithin(ChangedPath other) {
        return bytes.equals(other.bytes) || bytes.startsWith(other.bytes + "/");
    }

    /** As people read it; what is no UTF-8 is U+FFFD. */
    public String text() {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(ChangedPath other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
