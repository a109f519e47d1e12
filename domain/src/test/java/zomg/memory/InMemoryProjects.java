package zomg.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import zomg.model.id.ProjectName;
import zomg.model.journal.Change;
import zomg.model.project.Project;
import zomg.port.IdSource;
import zomg.port.Projects;

/** Project records in memory. */
public final class InMemoryProjects implements Projects {

    private final Map<ProjectName, Project> records = new TreeMap<>();
    private final IdSource ids;
    private final InstantSource clock;
    private final InMemoryJournal journal;

    public InMemoryProjects(IdSource ids, InstantSource clock) {
        this(ids, clock, new InMemoryJournal());
    }

    public InMemoryProjects(IdSource ids, InstantSource clock, InMemoryJournal journal) {
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public synchronized Project use(ProjectName name) {
        return records.computeIfAbsent(name, this::fresh);
    }

    private Project fresh(ProjectName name) {
        Project fresh = new Project(ids.next(), name, clock.instant());
        journal.add(Change.created(fresh));
        return fresh;
    }

    @Override
    public synchronized Optional<Project> find(ProjectName name) {
        return Optional.ofNullable(records.get(name));
    }

    @Override
    public synchronized List<Project> list() {
        return List.copyOf(records.values());
    }
}
