package zomg.port;

import java.util.List;
import java.util.Optional;
import zomg.model.id.ProjectName;
import zomg.model.project.Project;
import zomg.model.project.Quota;

/** The records of all projects. */
public interface Projects {

    /** The project of this name, recorded now if it is used for the first time. */
    Project use(ProjectName name);

    Optional<Project> find(ProjectName name);

    /**
     * In the order of their names.
     *
     * @param after only projects whose name comes later
     */
    List<Project> list(Optional<ProjectName> after, int limit);

    /** Replaces the quota; the project is recorded now if this is its first use. */
    Project limit(ProjectName name, Quota quota);

    /**
     * Forgets the project and its quota; forgetting an unknown one is not an error. Of a box that
     * is added at the same time, either it is seen here, or its project is made again by it. That
     * there was one is kept in {@link Graves}.
     *
     * @return which it was; empty if there was none
     * @throws zomg.error.Refusal PROJECT_NOT_EMPTY if it has a box
     */
    Optional<Project> forget(ProjectName name);
}
