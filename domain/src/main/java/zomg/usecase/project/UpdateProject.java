package zomg.usecase.project;

import zomg.model.id.ProjectName;
import zomg.model.project.Quota;
import zomg.port.Projects;

/** Changes what a project may have. */
public final class UpdateProject {

    private final Projects projects;
    private final ListProjects listProjects;

    public UpdateProject(Projects projects, ListProjects listProjects) {
        this.projects = projects;
        this.listProjects = listProjects;
    }

    /** Makes the project if this is its first use, so that it never was without the quota. */
    public ListProjects.Summary update(ProjectName name, Quota quota) {
        projects.limit(name, quota);
        return listProjects.show(name);
    }
}
