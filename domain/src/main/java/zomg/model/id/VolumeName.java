package zomg.model.id;

/** A data volume's name inside its project. */
public record VolumeName(String value) implements Comparable<VolumeName> {

    private static final int MAX_LENGTH = 63;

    public VolumeName {
        NameRule.check("name", value, MAX_LENGTH);
    }

    @Override
    public int compareTo(VolumeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
