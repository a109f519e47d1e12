package zomg.db;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;
import zomg.model.journal.Change;
import zomg.model.volume.Attachment;
import zomg.model.volume.Attachments;
import zomg.model.volume.Volume;
import zomg.port.Volumes;

/**
 * Volume records in a database. Changes of boxes and of volumes come one after the other, because
 * each writes the journal: what one of them has looked at is still so when it is committed.
 */
public final class SqlVolumes implements Volumes {

    private final Database database;

    public SqlVolumes(Database database) {
        this.database = database;
    }

    @Override
    public void add(Volume volume) {
        database.changeInTurn(
                rows -> {
                    if (find(rows, volume.ref()).isPresent()) {
                        throw new Refusal(
                                ErrorCode.VOLUME_EXISTS,
                                "there is a volume %s in project %s already"
                                        .formatted(volume.ref().name(), volume.ref().project()));
                    }
                    rows.persist(VolumeRow.of(volume));
                    rows.flush();
                    return Changed.by(Change.added(volume), volume);
                });
    }

    @Override
    public Optional<Volume> find(VolumeRef ref) {
        return database.read(rows -> find(rows, ref));
    }

    private static Optional<Volume> find(EntityManager rows, VolumeRef ref) {
        return rows.createQuery(
                        "select v from VolumeRow v where v.project = :project and v.name = :name",
                        VolumeRow.class)
                .setHint(Database.READ_ONLY, true)
                .setParameter("project", ref.project().value())
                .setParameter("name", ref.name().value())
                .getResultStream()
                .findFirst()
                .map(VolumeRow::toVolume);
    }

    @Override
    public List<Volume> list(Query query) {
        return database.read(
                rows -> select(rows, query).getResultStream().map(VolumeRow::toVolume).toList());
    }

    private static TypedQuery<VolumeRow> select(EntityManager rows, Query query) {
        StringBuilder text = new StringBuilder("select v from VolumeRow v where 1 = 1");
        if (!query.owned()) {
            text.append(" and v.owner is null");
        }
        query.project().ifPresent(_ -> text.append(" and v.project = :project"));
        query.after()
                .ifPresent(
                        _ ->
                                text.append(
                                        " and (v.project > :afterProject or v.project ="
                                                + " :afterProject and v.name > :afterName)"));
        text.append(" order by v.project, v.name");
        TypedQuery<VolumeRow> select =
                rows.createQuery(text.toString(), VolumeRow.class)
                        .setHint(Database.READ_ONLY, true)
                        .setMaxResults(query.limit());
        query.project()
                .map(ProjectName::value)
                .ifPresent(project -> select.setParameter("project", project));
        query.after()
                .ifPresent(
                        after ->
                                select.setParameter("afterProject", after.project().value())
                                        .setParameter("afterName", after.name().value()));
        return select;
    }

    @Override
    public List<Volume> ownedBy(Uid box) {
        return database.read(
                rows ->
                        rows.createQuery(
                                        "select v from VolumeRow v where v.owner = :box"
                                                + " order by v.project, v.name",
                                        VolumeRow.class)
                                .setHint(Database.READ_ONLY, true)
                                .setParameter("box", box.value())
                                .getResultStream()
                                .map(VolumeRow::toVolume)
                                .toList());
    }

    @Override
    public List<Box> boxesWith(Uid volume) {
        return database.read(rows -> boxesWith(rows, volume));
    }

    private static List<Box> boxesWith(EntityManager rows, Uid volume) {
        return rows.createQuery(
                        "select b from BoxRow b where b.dataMounts like :volume"
                                + " order by b.project, b.name",
                        BoxRow.class)
                .setHint(Database.READ_ONLY, true)
                .setParameter("volume", Mounts.pattern(volume))
                .getResultStream()
                .map(BoxRow::toBox)
                .toList();
    }

    @Override
    public void replace(Volume volume) {
        database.changeInTurn(
                rows -> {
                    VolumeRow row = rows.find(VolumeRow.class, volume.uid().value());
                    if (row == null) {
                        throw gone(volume.ref().name());
                    }
                    Volume before = row.toVolume();
                    row.take(volume);
                    rows.flush();
                    return Changed.by(Change.replaced(before, volume), volume);
                });
    }

    private static Refusal gone(VolumeName name) {
        return new Refusal(
                ErrorCode.VOLUME_NOT_FOUND, "there is no volume %s any more".formatted(name));
    }

    @Override
    public void forget(Uid volume) {
        database.changeInTurn(rows -> forget(rows, volume));
    }

    private static Changed<Boolean> forget(EntityManager rows, Uid uid) {
        VolumeRow row = rows.find(VolumeRow.class, uid.value());
        if (row == null) {
            return Changed.nothing(false);
        }
        Volume volume = row.toVolume();
        requireUnused(volume, boxesWith(rows, uid));
        SqlVolumeSnapshots.forgetOf(rows, uid);
        rows.remove(row);
        rows.persist(GraveRow.of(uid.value()));
        return Changed.by(Change.deleted(volume), true);
    }

    private static void requireUnused(Volume volume, List<Box> boxes) {
        if (!boxes.isEmpty()) {
            throw new Refusal(
                    ErrorCode.VOLUME_IN_USE,
                    "volume %s is attached to box %s%s; detach it first"
                            .formatted(
                                    volume.ref().name(),
                                    boxes.getFirst().ref().name(),
                                    boxes.size() == 1
                                            ? ""
                                            : " and %d more".formatted(boxes.size() - 1)));
        }
    }

    /**
     * Of what a box records, in the same transaction. Those that are made for it come after it.
     *
     * @param before what its record had until now
     * @throws Refusal VOLUME_NOT_FOUND if one was deleted meanwhile
     */
    static void requireFor(EntityManager rows, Box box, Attachments before) {
        for (Attachment one : box.spec().volumes().all()) {
            if (one.owned() || before.has(one.volume())) {
                continue;
            }
            VolumeRow row = rows.find(VolumeRow.class, one.volume().value());
            if (row == null || !row.toVolume().isPublic()) {
                throw gone(one.mount().name());
            }
        }
    }

    /** How many there are in a project, in the same transaction. */
    static long count(EntityManager rows, ProjectName project) {
        return rows.createQuery(
                        "select count(v) from VolumeRow v where v.project = :project", Long.class)
                .setParameter("project", project.value())
                .getSingleResult();
    }
}
