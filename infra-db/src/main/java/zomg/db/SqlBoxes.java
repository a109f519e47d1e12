package zomg.db;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxPage;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.journal.Change;
import zomg.model.project.Usage;
import zomg.model.volume.Attachments;
import zomg.port.Boxes;
import zomg.port.Graves;

/** Box records in a database. */
public final class SqlBoxes implements Boxes, Graves {

    private final Database database;
    private final Slots slots;

    public SqlBoxes(Database database) {
        this(database, Slots.LAST);
    }

    SqlBoxes(Database database, int lastSlot) {
        this.database = database;
        this.slots = new Slots(lastSlot);
    }

    /** A conflict is about the name or about the slot; the next try sees which. */
    @Override
    public Box add(Box box) {
        return database.changeInTurn(rows -> add(rows, box));
    }

    private Changed<Box> add(EntityManager rows, Box box) {
        if (find(rows, box.ref()).isPresent()) {
            throw new Refusal(
                    ErrorCode.BOX_EXISTS,
                    "there is a box %s in project %s already"
                            .formatted(box.ref().name(), box.ref().project()));
        }
        SqlVolumes.requireFor(rows, box, Attachments.NONE);
        Reservations.requireRoomFor(rows, box);
        BoxRow row = BoxRow.of(box, slots.next(rows));
        rows.persist(row);
        rows.flush();
        Box added = row.toBox();
        return Changed.by(Change.added(added), added);
    }

    @Override
    public Optional<Box> find(BoxRef ref) {
        return database.read(rows -> find(rows, ref));
    }

    static Optional<Box> find(EntityManager rows, BoxRef ref) {
        return rows.createQuery(
                        "select b from BoxRow b where b.project = :project and b.name = :name",
                        BoxRow.class)
                .setHint(Database.READ_ONLY, true)
                .setParameter("project", ref.project().value())
                .setParameter("name", ref.name().value())
                .getResultStream()
                .findFirst()
                .map(BoxRow::toBox);
    }

    @Override
    public BoxPage page(Query query) {
        return database.read(rows -> BoxPage.of(new BoxSelection(rows, query), query.limit()));
    }

    @Override
    public Map<ProjectName, Usage> usage(Set<ProjectName> projects) {
        return projects.isEmpty()
                ? Map.of()
                : database.read(rows -> Reservations.of(rows, projects));
    }

    @Override
    public Box replace(Box box) {
        try {
            return database.change(rows -> replace(rows, box));
        } catch (Conflict lost) {
            throw changedMeanwhile(box);
        }
    }

    /**
     * The row of the box, unless somebody changed it since it was read.
     *
     * @throws Refusal BOX_NOT_FOUND, BOX_BUSY
     */
    static BoxRow unchanged(EntityManager rows, Box box) {
        BoxRow row = rows.find(BoxRow.class, box.uid().value());
        if (row == null) {
            throw new Refusal(
                    ErrorCode.BOX_NOT_FOUND,
                    "there is no box %s in project %s any more"
                            .formatted(box.ref().name(), box.ref().project()));
        }
        if (row.generation() != box.generation()) {
            throw changedMeanwhile(box);
        }
        return row;
    }

    private static Changed<Box> replace(EntityManager rows, Box box) {
        BoxRow row = unchanged(rows, box);
        Box before = row.toBox();
        if (!box.hosts().equals(before.hosts())) {
            throw new IllegalArgumentException("hosts are changed by Hosts");
        }
        SqlVolumes.requireFor(rows, box, before.spec().volumes());
        Reservations.requireRoomToGrow(rows, box, before.spec().config());
        row.take(box);
        rows.lock(row, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
        rows.flush();
        Box after = row.toBox();
        return Changed.by(Change.replaced(before, after), after);
    }

    private static Refusal changedMeanwhile(Box box) {
        return new Refusal(
                ErrorCode.BOX_BUSY,
                "box %s was changed meanwhile; try again".formatted(box.ref().name()));
    }

    @Override
    public void forget(Uid uid) {
        database.changeInTurn(rows -> forget(rows, uid));
    }

    private static Changed<Boolean> forget(EntityManager rows, Uid uid) {
        BoxRow row = rows.find(BoxRow.class, uid.value());
        if (row == null) {
            return Changed.nothing(false);
        }
        Box box = row.toBox();
        SqlHosts.forgetOf(rows, box);
        for (SnapshotRow snapshot : SqlSnapshots.rowsOf(rows, uid)) {
            rows.remove(snapshot);
            rows.persist(GraveRow.of(snapshot.toSnapshot().uid().value()));
        }
        rows.flush();
        rows.remove(row);
        rows.persist(GraveRow.of(uid.value()));
        return Changed.by(Change.forgotten(box), true);
    }

    @Override
    public Set<Uid> forgotten() {
        return database.read(
                rows ->
                        rows.createQuery("select g from GraveRow g", GraveRow.class)
                                .getResultStream()
                                .map(GraveRow::uid)
                                .collect(Collectors.toSet()));
    }

    @Override
    public void settle(Set<Uid> uids) {
        if (uids.isEmpty()) {
            return;
        }
        database.writeInTurn(
                rows -> {
                    uids.stream()
                            .map(uid -> rows.find(GraveRow.class, uid.value()))
                            .filter(Objects::nonNull)
                            .forEach(rows::remove);
                    return uids;
                });
    }
}
