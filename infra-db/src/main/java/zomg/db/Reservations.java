package zomg.db;

import static java.util.stream.Collectors.toMap;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.id.ProjectName;
import zomg.model.project.Quota;
import zomg.model.project.Usage;

/**
 * What boxes reserve of their projects' quotas. Who takes some holds the row of a project that has
 * a quota until its transaction ends: the next one counts what this one took. A project without a
 * row has no quota.
 */
final class Reservations {

    /** Of no box. */
    private static final String NOBODY = "";

    private static final String SUMS =
            "count(b), sum(b.cpus), sum(b.memory), sum(b.storage) from BoxRow b";

    private Reservations() {}

    /**
     * @throws zomg.error.Refusal QUOTA_EXCEEDED
     */
    static void requireRoomFor(EntityManager rows, Box box) {
        ProjectName project = box.ref().project();
        held(rows, project)
                .ifPresent(
                        quota ->
                                quota.requireRoomFor(
                                        project, others(rows, project, NOBODY), config(box)));
    }

    /**
     * @param before as the box was until now
     * @throws zomg.error.Refusal QUOTA_EXCEEDED
     */
    static void requireRoomToGrow(EntityManager rows, Box box, BoxConfig before) {
        ProjectName project = box.ref().project();
        if (config(box).equals(before)) {
            return;
        }
        held(rows, project)
                .ifPresent(
                        quota ->
                                quota.requireRoomToGrow(
                                        project,
                                        others(rows, project, box.uid().value()),
                                        before,
                                        config(box)));
    }

    private static BoxConfig config(Box box) {
        return box.spec().config();
    }

    /** Looks before it waits: most projects have no quota, and nobody waits for their rows. */
    private static Optional<Quota> held(EntityManager rows, ProjectName project) {
        long limited =
                rows.createQuery(
                                """
                                select count(p) from ProjectRow p
                                where p.name = :name
                                  and (p.boxes is not null or p.cpus is not null
                                       or p.memory is not null or p.storage is not null)
                                """,
                                Long.class)
                        .setParameter("name", project.value())
                        .getSingleResult();
        return limited == 0 ? Optional.empty() : held(rows, project.value()).map(ProjectRow::quota);
    }

    /** The row of a project as it is now, with everybody else waiting for it. */
    static Optional<ProjectRow> held(EntityManager rows, String project) {
        return rows.createQuery("select p from ProjectRow p where p.name = :name", ProjectRow.class)
                .setParameter("name", project)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    private static Usage others(EntityManager rows, ProjectName project, String without) {
        Object[] sums =
                rows.createQuery(
                                "select %s where b.project = :project and b.uid <> :without"
                                        .formatted(SUMS),
                                Object[].class)
                        .setParameter("project", project.value())
                        .setParameter("without", without)
                        .getSingleResult();
        return usage(sums, 0);
    }

    static Map<ProjectName, Usage> of(EntityManager rows, Collection<ProjectName> projects) {
        return rows
                .createQuery(
                        "select b.project, %s where b.project in :projects group by b.project"
                                .formatted(SUMS),
                        Object[].class)
                .setParameter("projects", projects.stream().map(ProjectName::value).toList())
                .getResultList()
                .stream()
                .collect(toMap(row -> new ProjectName((String) row[0]), row -> usage(row, 1)));
    }

    private static Usage usage(Object[] row, int first) {
        return new Usage(
                number(row[first]),
                number(row[first + 1]),
                number(row[first + 2]),
                number(row[first + 3]));
    }

    /** The sum of nothing is null. */
    private static long number(Object sum) {
        return sum == null ? 0 : ((Number) sum).longValue();
    }
}
