package zomg.db;

import jakarta.persistence.EntityManager;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.model.id.ProjectName;
import zomg.model.journal.Change;
import zomg.model.project.Project;
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
        return find(rows, name)
                .map(Changed::nothing)
                .orElseGet(
                        () -> {
                            Project fresh = new Project(ids.next(), name, clock.instant());
                            rows.persist(ProjectRow.of(fresh));
                            return Changed.by(Change.created(fresh), fresh);
                        });
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
    public List<Project> list() {
        return database.read(
                rows ->
                        rows
                                .createQuery(
                                        "select p from ProjectRow p order by p.name",
                                        ProjectRow.class)
                                .getResultList()
                                .stream()
                                .map(ProjectRow::toProject)
                                .toList());
    }
}
