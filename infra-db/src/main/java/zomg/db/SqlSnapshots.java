package zomg.db;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.journal.Change;
import zomg.model.snapshot.Snapshot;
import zomg.port.Snapshots;

/** Snapshot records in a database. */
public final class SqlSnapshots implements Snapshots {

    private final Database database;

    public SqlSnapshots(Database database) {
        this.database = database;
    }

    /** A conflict is about the name, or about a box that goes; the next try sees which. */
    @Override
    public void add(Snapshot snapshot) {
        database.changeInTurn(rows -> add(rows, snapshot));
    }

    private static Changed<Snapshot> add(EntityManager rows, Snapshot snapshot) {
        if (rows.find(BoxRow.class, snapshot.box().value()) == null) {
            throw new Refusal(
                    ErrorCode.BOX_NOT_FOUND,
                    "there is no box %s in project %s any more"
                            .formatted(snapshot.ref().name(), snapshot.ref().project()));
        }
        if (find(rows, snapshot.box(), snapshot.name()).isPresent()) {
            throw new Refusal(
                    ErrorCode.SNAPSHOT_EXISTS,
                    "box %s has a snapshot %s already"
                            .formatted(snapshot.ref().name(), snapshot.name()));
        }
        if (count(rows, snapshot.box()) >= MOST) {
            throw new Refusal(
                    ErrorCode.TOO_MANY_SNAPSHOTS,
                    "box %s has %d snapshots, which is the most it can have; delete some first"
                            .formatted(snapshot.ref().name(), MOST));
        }
        rows.persist(SnapshotRow.of(snapshot));
        rows.flush();
        return Changed.by(Change.added(snapshot), snapshot);
    }

    private static long count(EntityManager rows, Uid box) {
        return rows.createQuery("select count(s) from SnapshotRow s where s.box = :box", Long.class)
                .setParameter("box", box.value())
                .getSingleResult();
    }

    @Override
    public Optional<Snapshot> find(Uid box, SnapshotName name) {
        return database.read(rows -> find(rows, box, name));
    }

    private static Optional<Snapshot> find(EntityManager rows, Uid box, SnapshotName name) {
        return rows.createQuery(
                        "select s from SnapshotRow s where s.box = :box and s.name = :name",
                        SnapshotRow.class)
                .setHint(Database.READ_ONLY, true)
                .setParameter("box", box.value())
                .setParameter("name", name.value())
                .getResultStream()
                .findFirst()
                .map(SnapshotRow::toSnapshot);
    }

    @Override
    public List<Snapshot> of(Uid box) {
        return database.read(
                rows -> rowsOf(rows, box).stream().map(SnapshotRow::toSnapshot).toList());
    }

    static List<SnapshotRow> rowsOf(EntityManager rows, Uid box) {
        return rows.createQuery(
                        "select s from SnapshotRow s where s.box = :box order by s.createdAt, s.uid",
                        SnapshotRow.class)
                .setParameter("box", box.value())
                .getResultList();
    }

    @Override
    public List<Snapshot> page(Optional<Uid> after, int limit) {
        return database.read(
                rows ->
                        rows
                                .createQuery(
                                        "select s from SnapshotRow s where s.uid > :after order by s.uid",
                                        SnapshotRow.class)
                                .setHint(Database.READ_ONLY, true)
                                .setParameter("after", after.map(Uid::value).orElse(""))
                                .setMaxResults(limit)
                                .getResultList()
                                .stream()
                                .map(SnapshotRow::toSnapshot)
                                .toList());
    }

    @Override
    public void replace(Snapshot snapshot) {
        database.changeInTurn(
                rows -> {
                    SnapshotRow row = known(rows, snapshot);
                    Snapshot before = row.toSnapshot();
                    if (before.equals(snapshot)) {
                        return Changed.nothing(snapshot);
                    }
                    row.take(snapshot);
                    rows.flush();
                    return Changed.by(Change.replaced(before, snapshot), snapshot);
                });
    }

    @Override
    public void restored(Snapshot snapshot, Instant when) {
        database.changeInTurn(
                rows -> {
                    SnapshotRow row = known(rows, snapshot);
                    Snapshot after = row.toSnapshot().restored(when);
                    row.take(after);
                    rows.flush();
                    return Changed.by(Change.restored(after), after);
                });
    }

    private static SnapshotRow known(EntityManager rows, Snapshot snapshot) {
        return Optional.ofNullable(rows.find(SnapshotRow.class, snapshot.uid().value()))
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.SNAPSHOT_NOT_FOUND,
                                        "box %s has no snapshot %s any more"
                                                .formatted(
                                                        snapshot.ref().name(), snapshot.name())));
    }

    @Override
    public void forget(Uid uid) {
        database.changeInTurn(
                rows -> {
                    SnapshotRow row = rows.find(SnapshotRow.class, uid.value());
                    if (row == null) {
                        return Changed.nothing(uid);
                    }
                    Snapshot snapshot = row.toSnapshot();
                    rows.remove(row);
                    rows.persist(GraveRow.of(uid.value()));
                    return Changed.by(Change.forgotten(snapshot), uid);
                });
    }
}
