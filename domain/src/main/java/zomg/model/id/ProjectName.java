package zomg.model.id;

/** A project groups boxes; 58 characters at most, because a namespace is {@code zomg-<project>}. */
public record ProjectName(String value) implements Comparable<ProjectName> {

    public static final ProjectName DEFAULT = new ProjectName("default");

    private static final int MAX_LENGTH = 58;

    public ProjectName {
        NameRule.check("project", value, MAX_LENGTH);
    }

    @Override
    public int compareTo(ProjectName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
