package zomg.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import zomg.model.id.ProjectName;
import zomg.model.project.Project;
import zomg.port.IdSource;
import zomg.port.Projects;

/** Project records in memory. */
public final class InMemoryProjects implements Projects {

    private final Map<ProjectName, Project> records = new ConcurrentSkipListMap<>();
    private final IdSource ids;
    private final InstantSource clock;

    public InMemoryProjects(IdSource ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Project use(ProjectName name) {
        Project fresh = new Project(ids.next(), name, clock.instant());
        Project known = records.putIfAbsent(name, fresh);
        return known == null ? fresh : known;
    }

    @Override
    public Optional<Project> find(ProjectName name) {
        return Optional.ofNullable(records.get(name));
    }

    @Override
    public List<Project> list() {
        return List.copyOf(records.values());
    }
}
