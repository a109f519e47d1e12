package zomg.port;

import java.util.List;
import java.util.Optional;
import zomg.model.id.ProjectName;
import zomg.model.project.Project;

/** The records of all projects. */
public interface Projects {

    /** The project of this name, recorded now if it is used for the first time. */
    Project use(ProjectName name);

    Optional<Project> find(ProjectName name);

    /** In the order of their names. */
    List<Project> list();
}
