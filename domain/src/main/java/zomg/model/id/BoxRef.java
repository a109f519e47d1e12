package zomg.model.id;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import zomg.error.InvalidInput;

/** Names one box everywhere: project and name together. */
public record BoxRef(ProjectName project, BoxName name) implements Comparable<BoxRef> {

    /** {@code <box>--<project>} is one DNS label and {@code <box>.<project>} a hostname. */
    private static final int MAX_TOGETHER = 61;

    private static final Comparator<BoxRef> ORDER =
            Comparator.comparing(BoxRef::project).thenComparing(BoxRef::name);

    public BoxRef {
        requireNonNull(project, "project");
        requireNonNull(name, "name");
        if (project.value().length() + name.value().length() > MAX_TOGETHER) {
            throw InvalidInput.name(
                    "name",
                    "and project together must have at most %d characters".formatted(MAX_TOGETHER));
        }
    }

    /** The name by which the box knows itself. */
    public String hostname() {
        return name + "." + project;
    }

    @Override
    public int compareTo(BoxRef other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return project + ":" + name;
    }
}
