package zomg.model.id;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The name of a snapshot among those of the same box or volume. */
public record SnapshotName(String value) implements Comparable<SnapshotName> {

    private static final int MAX_LENGTH = 63;
    private static final Pattern NUMBERED = Pattern.compile("v(0|[1-9][0-9]{0,8})");

    public SnapshotName {
        NameRule.check("name", value, MAX_LENGTH);
    }

    /** {@code v0}, {@code v1} and so on: what one is called that nobody gave a name. */
    public static SnapshotName numbered(int number) {
        return new SnapshotName("v" + number);
    }

    /** The number after the highest of these; what is not numbered does not count. */
    public static SnapshotName after(Stream<SnapshotName> taken) {
        return numbered(1 + taken.flatMapToInt(name -> name.number().stream()).max().orElse(-1));
    }

    /** Of one that is called as {@link #numbered} does. */
    public OptionalInt number() {
        Matcher form = NUMBERED.matcher(value);
        return form.matches()
                ? OptionalInt.of(Integer.parseInt(form.group(1)))
                : OptionalInt.empty();
    }

    @Override
    public int compareTo(SnapshotName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
