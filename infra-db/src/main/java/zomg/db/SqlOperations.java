package zomg.db;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zomg.model.id.Uid;
import zomg.model.journal.Change;
import zomg.model.operation.Operation;
import zomg.port.Operations;

/** Operations in a database. */
public final class SqlOperations implements Operations {

    private static final String NEWEST_FIRST = " order by o.createdAt desc, o.id desc";

    /** Beyond the newest; what remains of more than that goes the next time. */
    private static final int FORGOTTEN_AT_ONCE = 1000;

    private final Database database;

    public SqlOperations(Database database) {
        this.database = database;
    }

    @Override
    public void add(Operation operation) {
        database.changeInTurn(
                rows -> {
                    rows.persist(OperationRow.of(operation));
                    return Changed.by(Change.of(operation), operation);
                });
    }

    @Override
    public void update(Operation operation) {
        database.changeInTurn(
                rows ->
                        Optional.ofNullable(rows.find(OperationRow.class, operation.id().value()))
                                .map(row -> updated(row, operation))
                                .orElseGet(() -> Changed.nothing(operation)));
    }

    private static Changed<Operation> updated(OperationRow row, Operation operation) {
        boolean ends = operation.state() != row.toOperation().state();
        row.take(operation);
        return ends ? Changed.by(Change.of(operation), operation) : Changed.nothing(operation);
    }

    @Override
    public Optional<Operation> find(Uid id) {
        return database.read(
                rows ->
                        Optional.ofNullable(rows.find(OperationRow.class, id.value()))
                                .map(OperationRow::toOperation));
    }

    @Override
    public List<Operation> list(Query query) {
        return database.read(
                rows ->
                        select(rows, query)
                                .getResultStream()
                                .map(OperationRow::toOperation)
                                .toList());
    }

    private static TypedQuery<OperationRow> select(EntityManager rows, Query query) {
        StringBuilder text = new StringBuilder("select o from OperationRow o where 1 = 1");
        Map<String, Object> parameters = new LinkedHashMap<>();
        query.project()
                .ifPresent(
                        project -> {
                            text.append(" and o.project = :project");
                            parameters.put("project", project.value());
                        });
        query.state()
                .ifPresent(
                        state -> {
                            text.append(" and o.state = :state");
                            parameters.put("state", state);
                        });
        query.after()
                .ifPresent(
                        place -> {
                            text.append(
                                    " and (o.createdAt < :at or o.createdAt = :at and o.id < :id)");
                            parameters.put("at", Nanoseconds.of(place.createdAt()));
                            parameters.put("id", place.id().value());
                        });
        TypedQuery<OperationRow> select =
                rows.createQuery(text + NEWEST_FIRST, OperationRow.class)
                        .setMaxResults(query.limit());
        parameters.forEach(select::setParameter);
        return select;
    }

    @Override
    public void forget(Instant before, int most) {
        database.writeInTurn(
                rows -> {
                    List<String> beyond =
                            rows.createQuery(
                                            "select o.id from OperationRow o" + NEWEST_FIRST,
                                            String.class)
                                    .setFirstResult(most)
                                    .setMaxResults(FORGOTTEN_AT_ONCE)
                                    .getResultList();
                    int forgotten = delete(rows, "o.updatedAt < :it", Nanoseconds.of(before));
                    return beyond.isEmpty()
                            ? forgotten
                            : forgotten + delete(rows, "o.id in :it", beyond);
                });
    }

    private static int delete(EntityManager rows, String which, Object parameter) {
        return rows.createQuery("delete from OperationRow o where o.state <> :running and " + which)
                .setParameter("running", Operation.State.RUNNING)
                .setParameter("it", parameter)
                .executeUpdate();
    }
}
