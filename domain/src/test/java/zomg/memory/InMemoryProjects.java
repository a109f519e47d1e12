package zomg.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.ProjectName;
import zomg.model.journal.Change;
import zomg.model.project.Project;
import zomg.model.project.Quota;
import zomg.port.IdSource;
import zomg.port.Projects;

/** Project records in memory. What is also about boxes happens while no box comes or goes. */
public final class InMemoryProjects implements Projects {

    private final TreeMap<ProjectName, Project> records = new TreeMap<>();
    private final IdSource ids;
    private final InstantSource clock;
    private final InMemoryBoxes boxes;
    private final InMemoryJournal journal;

    public InMemoryProjects(
            IdSource ids, InstantSource clock, InMemoryBoxes boxes, InMemoryJournal journal) {
        this.ids = ids;
        this.clock = clock;
        this.boxes = boxes;
        this.journal = journal;
    }

    @Override
    public Project use(ProjectName name) {
        synchronized (boxes) {
            return records.computeIfAbsent(name, _ -> created(name, Quota.NONE));
        }
    }

    private Project created(ProjectName name, Quota quota) {
        Project fresh = Project.fresh(ids.next(), name, clock.instant()).withQuota(quota);
        journal.add(Change.created(fresh));
        return fresh;
    }

    @Override
    public Optional<Project> find(ProjectName name) {
        synchronized (boxes) {
            return Optional.ofNullable(records.get(name));
        }
    }

    @Override
    public List<Project> list(Optional<ProjectName> after, int limit) {
        synchronized (boxes) {
            return records.values().stream()
                    .filter(one -> after.map(name -> one.name().compareTo(name) > 0).orElse(true))
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public Project limit(ProjectName name, Quota quota) {
        synchronized (boxes) {
            Project limited =
                    records.compute(
                            name,
                            (_, known) ->
                                    known == null ? created(name, quota) : limited(known, quota));
            boxes.limit(name, quota);
            return limited;
        }
    }

    private Project limited(Project known, Quota quota) {
        Project limited = known.withQuota(quota);
        journal.add(Change.limited(limited));
        return limited;
    }

    @Override
    public Optional<Project> forget(ProjectName name) {
        synchronized (boxes) {
            if (boxes.usage(name).boxes() > 0) {
                throw new Refusal(
                        ErrorCode.PROJECT_NOT_EMPTY, "there are boxes in project " + name);
            }
            if (boxes.volumes().values().stream()
                    .anyMatch(volume -> volume.ref().project().equals(name))) {
                throw new Refusal(
                        ErrorCode.PROJECT_NOT_EMPTY, "there are data volumes in project " + name);
            }
            Optional<Project> known = Optional.ofNullable(records.get(name));
            known.ifPresent(
                    project -> {
                        journal.add(Change.deleted(project));
                        boxes.bury(project.uid());
                    });
            records.remove(name);
            boxes.limit(name, Quota.NONE);
            return known;
        }
    }
}
