package zomg.usecase.project;

import java.util.Optional;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.ProjectVolumes;
import zomg.port.Projects;

/**
 * Removes a project that nothing is in, and its volumes. Its next use makes another one of its
 * name, with volumes of its own.
 */
public final class DeleteProject {

    private final Projects projects;
    private final ProjectVolumes volumes;

    public DeleteProject(Projects projects, ProjectVolumes volumes) {
        this.projects = projects;
        this.volumes = volumes;
    }

    /**
     * Deleting a project that is not there is already done. Its record goes first: a box that needs
     * the volumes keeps it from going, and once it is gone no box can be given them any more. What
     * is left of them then if this is cut off goes with the next comparison.
     *
     * @return which project it was; empty if there was none
     * @throws zomg.error.Refusal PROJECT_NOT_EMPTY
     */
    public Optional<Uid> delete(ProjectName name) {
        Optional<Uid> forgotten = projects.forget(name).map(Project::uid);
        forgotten.ifPresent(volumes::delete);
        return forgotten;
    }
}
