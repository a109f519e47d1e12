package zomg.api.box;

import java.util.Optional;
import zomg.model.id.ProjectName;

/** One project, or {@code -} for all of them. */
public record ProjectChoice(Optional<ProjectName> project) {

    private static final String ALL = "-";

    public static ProjectChoice parse(String text) {
        return new ProjectChoice(
                text.equals(ALL) ? Optional.empty() : Optional.of(new ProjectName(text)));
    }
}
