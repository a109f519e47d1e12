package zomg.db;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.journal.Change;
import zomg.model.volume.VolumeSnapshot;
import zomg.port.VolumeSnapshots;

/** Records of volumes' snapshots in a database. */
public final class SqlVolumeSnapshots implements VolumeSnapshots {

    /** A snapshot has no names of its volume and project: those are the volume's. */
    private static final String SELECT =
            "select s, v from VolumeSnapshotRow s, VolumeRow v where v.uid = s.volume ";

    private final Database database;

    public SqlVolumeSnapshots(Database database) {
        this.database = database;
    }

    @Override
    public void add(VolumeSnapshot snapshot) {
        database.changeInTurn(
                rows -> {
                    requireRoom(rows, snapshot);
                    rows.persist(VolumeSnapshotRow.of(snapshot));
                    rows.flush();
                    return Changed.by(Change.added(snapshot), snapshot);
                });
    }

    private static void requireRoom(EntityManager rows, VolumeSnapshot snapshot) {
        if (rows.find(VolumeRow.class, snapshot.volume().value()) == null) {
            throw new Refusal(
                    ErrorCode.VOLUME_NOT_FOUND,
                    "there is no volume %s any more".formatted(snapshot.of().name()));
        }
        if (find(rows, snapshot.volume(), snapshot.name()).isPresent()) {
            throw new Refusal(
                    ErrorCode.SNAPSHOT_EXISTS,
                    "volume %s has a snapshot %s already"
                            .formatted(snapshot.of().name(), snapshot.name()));
        }
        long count =
                rows.createQuery(
                                "select count(s) from VolumeSnapshotRow s where s.volume = :volume",
                                Long.class)
                        .setParameter("volume", snapshot.volume().value())
                        .getSingleResult();
        if (count >= VolumeSnapshot.MOST) {
            throw new Refusal(
                    ErrorCode.TOO_MANY_SNAPSHOTS,
                    "volume %s has %d snapshots, and may not have more; delete some"
                            .formatted(snapshot.of().name(), count));
        }
    }

    @Override
    public Optional<VolumeSnapshot> find(Uid volume, SnapshotName name) {
        return database.read(rows -> find(rows, volume, name));
    }

    private static Optional<VolumeSnapshot> find(
            EntityManager rows, Uid volume, SnapshotName name) {
        return select(
                        rows,
                        "and s.volume = :volume and s.name = :name",
                        Map.of("volume", volume.value(), "name", name.value()),
                        1)
                .stream()
                .findFirst();
    }

    @Override
    public List<VolumeSnapshot> list(Uid volume) {
        return database.read(rows -> list(rows, volume));
    }

    private static List<VolumeSnapshot> list(EntityManager rows, Uid volume) {
        return select(
                rows,
                "and s.volume = :volume order by s.createdAt, s.uid",
                Map.of("volume", volume.value()),
                VolumeSnapshot.MOST);
    }

    @Override
    public List<VolumeSnapshot> page(Query query) {
        return database.read(
                rows ->
                        select(
                                rows,
                                "and s.uid > :after order by s.uid",
                                Map.of("after", query.after().map(Uid::value).orElse("")),
                                query.limit()));
    }

    @Override
    public List<VolumeSnapshot> takenWith(Set<Uid> boxSnapshots) {
        return database.read(
                rows ->
                        select(
                                rows,
                                "and s.takenWith in :with order by v.project, v.name",
                                Map.of("with", boxSnapshots.stream().map(Uid::value).toList()),
                                Integer.MAX_VALUE));
    }

    private static List<VolumeSnapshot> select(
            EntityManager rows, String condition, Map<String, ?> parameters, int limit) {
        var query =
                rows.createQuery(SELECT + condition, Object[].class)
                        .setHint(Database.READ_ONLY, true)
                        .setMaxResults(limit);
        parameters.forEach(query::setParameter);
        return query.getResultStream()
                .map(
                        pair ->
                                ((VolumeSnapshotRow) pair[0])
                                        .toSnapshot(((VolumeRow) pair[1]).toVolume().ref()))
                .toList();
    }

    @Override
    public void replace(VolumeSnapshot snapshot) {
        database.changeInTurn(
                rows -> {
                    VolumeSnapshotRow row =
                            rows.find(VolumeSnapshotRow.class, snapshot.uid().value());
                    if (row == null) {
                        throw new Refusal(
                                ErrorCode.SNAPSHOT_NOT_FOUND,
                                "there is no snapshot %s any more".formatted(snapshot.name()));
                    }
                    row.take(snapshot);
                    rows.flush();
                    return Changed.by(Change.replaced(snapshot), snapshot);
                });
    }

    @Override
    public void forget(Uid snapshot) {
        database.changeInTurn(rows -> forget(rows, snapshot));
    }

    private static Changed<Boolean> forget(EntityManager rows, Uid uid) {
        VolumeSnapshotRow row = rows.find(VolumeSnapshotRow.class, uid.value());
        if (row == null) {
            return Changed.nothing(false);
        }
        VolumeSnapshot snapshot =
                select(rows, "and s.uid = :uid", Map.of("uid", uid.value()), 1).getFirst();
        bury(rows, row);
        return Changed.by(Change.deleted(snapshot), true);
    }

    private static void bury(EntityManager rows, VolumeSnapshotRow row) {
        rows.remove(row);
        rows.persist(GraveRow.of(row.uid()));
    }

    /** Forgets all of a volume, in the same transaction. */
    static void forgetOf(EntityManager rows, Uid volume) {
        rows.createQuery(
                        "select s from VolumeSnapshotRow s where s.volume = :volume",
                        VolumeSnapshotRow.class)
                .setParameter("volume", volume.value())
                .getResultList()
                .forEach(row -> bury(rows, row));
    }
}
