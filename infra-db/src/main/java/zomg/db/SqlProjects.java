package zomg.db;

import jakarta.persistence.EntityManager;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.ProjectName;
import zomg.model.journal.Change;
import zomg.model.project.Project;
import zomg.model.project.Quota;
import zomg.model.project.Usage;
import zomg.port.IdSource;
import zomg.port.Projects;

/** Project records in a database. */
public final class SqlProjects implements Projects {

    private final Database database;
    private final IdSource ids;
    private final InstantSource clock;

    public SqlProjects(Database database, IdSource ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Project use(ProjectName name) {
        return find(name).orElseGet(() -> database.changeInTurn(rows -> findOrAdd(rows, name)));
    }

    private Changed<Project> findOrAdd(EntityManager rows, ProjectName name) {
        return find(rows, name).map(Changed::nothing).orElseGet(() -> add(rows, name, Quota.NONE));
    }

    private Changed<Project> add(EntityManager rows, ProjectName name, Quota quota) {
        Project fresh = Project.fresh(ids.next(), name, clock.instant()).withQuota(quota);
        rows.persist(ProjectRow.of(fresh));
        return Changed.by(Change.created(fresh), fresh);
    }

    @Override
    public Optional<Project> find(ProjectName name) {
        return database.read(rows -> find(rows, name));
    }

    private static Optional<Project> find(EntityManager rows, ProjectName name) {
        return rows.createQuery("select p from ProjectRow p where p.name = :name", ProjectRow.class)
                .setParameter("name", name.value())
                .getResultStream()
                .findFirst()
                .map(ProjectRow::toProject);
    }

    @Override
    public List<Project> list(Optional<ProjectName> after, int limit) {
        return database.read(
                rows ->
                        rows
                                .createQuery(
                                        "select p from ProjectRow p where p.name > :after order by p.name",
                                        ProjectRow.class)
                                .setParameter("after", after.map(ProjectName::value).orElse(""))
                                .setMaxResults(limit)
                                .getResultList()
                                .stream()
                                .map(ProjectRow::toProject)
                                .toList());
    }

    @Override
    public Project limit(ProjectName name, Quota quota) {
        return database.changeInTurn(
                rows ->
                        Reservations.held(rows, name.value())
                                .map(row -> limited(row, quota))
                                .orElseGet(() -> add(rows, name, quota)));
    }

    private static Changed<Project> limited(ProjectRow row, Quota quota) {
        row.take(quota);
        Project limited = row.toProject();
        return Changed.by(Change.limited(limited), limited);
    }

    @Override
    public Optional<Project> forget(ProjectName name) {
        return database.changeInTurn(
                rows ->
                        Reservations.held(rows, name.value())
                                .map(row -> forgotten(rows, row))
                                .orElseGet(() -> Changed.nothing(Optional.empty())));
    }

    private static Changed<Optional<Project>> forgotten(EntityManager rows, ProjectRow row) {
        Project project = row.toProject();
        Usage usage =
                Reservations.of(rows, Set.of(project.name()))
                        .getOrDefault(project.name(), Usage.NONE);
        if (usage.boxes() > 0) {
            throw new Refusal(
                    ErrorCode.PROJECT_NOT_EMPTY,
                    "project %s has %d boxes; delete them first"
                            .formatted(project.name(), usage.boxes()));
        }
        long volumes = SqlVolumes.count(rows, project.name());
        if (volumes > 0) {
            throw new Refusal(
                    ErrorCode.PROJECT_NOT_EMPTY,
                    "project %s has %d data volumes; delete them first"
                            .formatted(project.name(), volumes));
        }
        rows.remove(row);
        rows.persist(GraveRow.of(project.uid().value()));
        return Changed.by(Change.deleted(project), Optional.of(project));
    }
}
