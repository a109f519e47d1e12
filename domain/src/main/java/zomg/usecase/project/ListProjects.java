package zomg.usecase.project;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;
import zomg.model.id.ProjectName;
import zomg.model.project.Project;
import zomg.model.project.Usage;
import zomg.port.Boxes;
import zomg.port.Projects;

/** Lists projects in pages and shows one. */
public final class ListProjects {

    public static final int MAX_PAGE = 1000;

    /** A project and what its boxes reserve. */
    public record Summary(Project project, Usage usage) {}

    /**
     * One page.
     *
     * @param next the name after which the next page goes on; empty at the end
     */
    public record Page(List<Summary> projects, Optional<ProjectName> next) {}

    private final Projects projects;
    private final Boxes boxes;

    public ListProjects(Projects projects, Boxes boxes) {
        this.projects = projects;
        this.boxes = boxes;
    }

    /**
     * @param limit projects on one page, 1 to {@value #MAX_PAGE}
     */
    public Page list(Optional<ProjectName> after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw InvalidInput.field("max_results", "must be from 1 to %d".formatted(MAX_PAGE));
        }
        List<Project> found = projects.list(after, limit + 1);
        List<Project> page = found.subList(0, Math.min(limit, found.size()));
        Map<ProjectName, Usage> usage =
                boxes.usage(page.stream().map(Project::name).collect(toUnmodifiableSet()));
        return new Page(
                page.stream()
                        .map(one -> new Summary(one, usage.getOrDefault(one.name(), Usage.NONE)))
                        .toList(),
                found.size() > limit ? Optional.of(page.getLast().name()) : Optional.empty());
    }

    /** All there are, page after page. */
    public static Stream<Project> all(Projects projects) {
        return Stream.iterate(
                        projects.list(Optional.empty(), MAX_PAGE),
                        page -> !page.isEmpty(),
                        page -> projects.list(Optional.of(page.getLast().name()), MAX_PAGE))
                .flatMap(List::stream);
    }

    /**
     * @throws Refusal PROJECT_NOT_FOUND
     */
    public Summary show(ProjectName name) {
        return projects.find(name)
                .map(this::summary)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.PROJECT_NOT_FOUND,
                                        "there is no project " + name));
    }

    private Summary summary(Project project) {
        return new Summary(
                project,
                boxes.usage(Set.of(project.name())).getOrDefault(project.name(), Usage.NONE));
    }
}
