package zomg.db;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.model.request.Answer;
import zomg.model.request.Begun;
import zomg.model.request.KeyedRequest;
import zomg.port.KeyedRequests;

/** Requests with an Idempotency-Key in a database. */
public final class SqlKeyedRequests implements KeyedRequests {

    /** Beyond the newest; what remains of more than that goes the next time. */
    private static final int FORGOTTEN_AT_ONCE = 1000;

    private final Database database;
    private final InstantSource clock;

    public SqlKeyedRequests(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Known> find(KeyedRequest.Key key) {
        return database.read(
                rows ->
                        Optional.ofNullable(rows.find(KeyedRequestRow.class, key.digest()))
                                .map(KeyedRequestRow::toKnown));
    }

    @Override
    public void begin(KeyedRequest request) {
        database.writeInTurn(
                rows ->
                        KeyedRequestRow.note(
                                rows,
                                request,
                                noted -> {
                                    request.requireOurs(noted);
                                    return Begun.unrecorded(request.attempt());
                                },
                                clock.instant()));
    }

    @Override
    public void answer(KeyedRequest request, Answer answer) {
        database.noteInTurn(
                rows -> {
                    answer(rows, request, answer);
                    return answer;
                });
    }

    private void answer(EntityManager rows, KeyedRequest request, Answer answer) {
        if (request.isOurs(KeyedRequestRow.held(rows, request.key()).map(KeyedRequestRow::begun))) {
            KeyedRequestRow.note(
                            rows,
                            request,
                            noted -> noted.orElseGet(() -> Begun.unrecorded(request.attempt())),
                            clock.instant())
                    .take(answer);
        }
    }

    @Override
    public void release(KeyedRequest request) {
        database.noteInTurn(
                rows -> {
                    Optional<KeyedRequestRow> row = KeyedRequestRow.held(rows, request.key());
                    row.filter(found -> request.isOurs(Optional.of(found.begun())))
                            .ifPresent(rows::remove);
                    return row;
                });
    }

    @Override
    public void forget(Instant before, int most) {
        database.noteInTurn(
                rows -> {
                    List<String> beyond =
                            rows.createQuery(
                                            "select r.key from KeyedRequestRow r"
                                                    + " order by r.notedAt desc, r.key",
                                            String.class)
                                    .setFirstResult(most)
                                    .setMaxResults(FORGOTTEN_AT_ONCE)
                                    .getResultList();
                    int forgotten = delete(rows, "r.notedAt < :it", Nanoseconds.of(before));
                    return beyond.isEmpty()
                            ? forgotten
                            : forgotten + delete(rows, "r.key in :it", beyond);
                });
    }

    private static int delete(EntityManager rows, String which, Object parameter) {
        return rows.createQuery("delete from KeyedRequestRow r where " + which)
                .setParameter("it", parameter)
                .executeUpdate();
    }
}
