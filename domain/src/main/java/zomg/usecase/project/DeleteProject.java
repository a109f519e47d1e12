package zomg.usecase.project;

import java.util.Optional;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.Projects;

/** Removes a project that nothing is in. Its next use makes another one of its name. */
public final class DeleteProject {

    private final Projects projects;

    public DeleteProject(Projects projects) {
        this.projects = projects;
    }

    /**
     * Deleting a project that is not there is already done.
     *
     * @return which project it was; empty if there was none
     * @throws zomg.error.Refusal PROJECT_NOT_EMPTY
     */
    public Optional<Uid> delete(ProjectName name) {
        return projects.forget(name).map(Project::uid);
    }
}
