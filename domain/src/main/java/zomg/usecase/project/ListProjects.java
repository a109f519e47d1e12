package zomg.usecase.project;

import java.util.List;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.ProjectName;
import zomg.model.project.Project;
import zomg.port.Boxes;
import zomg.port.Projects;

/** Lists projects and shows one. */
public final class ListProjects {

    /** A project and how many boxes it has. */
    public record Summary(Project project, int boxes) {}

    private final Projects projects;
    private final Boxes boxes;

    public ListProjects(Projects projects, Boxes boxes) {
        this.projects = projects;
        this.boxes = boxes;
    }

    public List<Summary> list() {
        return projects.list().stream().map(this::summary).toList();
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
        return new Summary(project, boxes.list(Boxes.Query.of(project.name())).size());
    }
}
