package zomg.db;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zomg.model.journal.Change;
import zomg.model.journal.Entry;
import zomg.model.journal.Mark;
import zomg.model.journal.Span;
import zomg.port.Journal;

/** The journal in a database; {@link Database#change} writes it. */
public final class SqlJournal implements Journal {

    /** Of one transaction: others wait for its end. */
    private static final int MAX_PRUNED = 5_000;

    private final Database database;

    public SqlJournal(Database database) {
        this.database = database;
    }

    @Override
    public List<Entry> after(long id, Filter filter, int limit) {
        long settled = database.settled();
        return read("j.id > :id and j.id <= :settled", id, settled, filter, "asc", limit);
    }

    @Override
    public List<Entry> before(long id, Filter filter, int limit) {
        long settled = database.settled();
        return read("j.id < :id and j.id <= :settled", id, settled, filter, "desc", limit);
    }

    private List<Entry> read(
            String range, long id, long settled, Filter filter, String order, int limit) {
        StringBuilder text = new StringBuilder("select j from JournalRow j where ").append(range);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("id", id);
        parameters.put("settled", settled);
        filter.project()
                .ifPresent(
                        project -> {
                            text.append(" and j.project = :project");
                            parameters.put("project", project.value());
                        });
        filter.box()
                .ifPresent(
                        box -> {
                            text.append(" and j.box = :box");
                            parameters.put("box", box.value());
                        });
        filter.since()
                .ifPresent(
                        since -> {
                            text.append(" and j.at >= :since");
                            parameters.put("since", Nanoseconds.of(since));
                        });
        text.append(" order by j.id ").append(order);
        return database.read(
                rows -> {
                    TypedQuery<JournalRow> select =
                            rows.createQuery(text.toString(), JournalRow.class)
                                    .setMaxResults(limit);
                    parameters.forEach(select::setParameter);
                    return select.getResultStream().map(JournalRow::toEntry).toList();
                });
    }

    @Override
    public Span span() {
        database.settled();
        return database.read(rows -> rows.find(JournalSpanRow.class, JournalSpanRow.ID).toSpan());
    }

    @Override
    public boolean await(long id, Duration patience) {
        return database.awaitSettled(id, patience);
    }

    @Override
    public int prune(Instant before) {
        return database.changeInTurn(rows -> prune(rows, before));
    }

    private static Changed<Integer> prune(EntityManager rows, Instant before) {
        JournalSpanRow span = Tail.lockedSpan(rows);
        long first = span.toSpan().anchor().id() + 1;
        long end = Math.min(firstToKeep(rows, before, span), first + MAX_PRUNED);
        if (end <= first) {
            return Changed.nothing(0);
        }
        Mark anchor = rows.find(JournalRow.class, end - 1).toEntry().mark();
        int pruned =
                rows.createQuery("delete from JournalRow j where j.id < :end")
                        .setParameter("end", end)
                        .executeUpdate();
        span.beginAfter(anchor);
        return Changed.by(Change.pruned(anchor), pruned);
    }

    /** Ids, not instants, tell the order: a clock may have been set back. */
    private static long firstToKeep(EntityManager rows, Instant before, JournalSpanRow span) {
        return rows.createQuery(
                        "select j.id from JournalRow j where j.at >= :before order by j.id",
                        Long.class)
                .setParameter("before", Nanoseconds.of(before))
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(span.newest().id() + 1);
    }
}
