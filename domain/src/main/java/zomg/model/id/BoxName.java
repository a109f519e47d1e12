package zomg.model.id;

/** A box's name inside its project; a DNS label that starts with a letter (RFC 1035). */
public record BoxName(String value) implements Comparable<BoxName> {

    private static final int MAX_LENGTH = 63;

    public BoxName {
        NameRule.checkLetterFirst("name", value, MAX_LENGTH);
    }

    @Override
    public int compareTo(BoxName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
