package zomg.db;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Making;
import zomg.model.id.Uid;
import zomg.model.journal.Change;
import zomg.port.Bases;

/** Base records in a database. */
public final class SqlBases implements Bases {

    private final Database database;

    public SqlBases(Database database) {
        this.database = database;
    }

    /** One after the other: of many at once, the last would be beaten too often. */
    @Override
    public synchronized void add(Base base, Making making) {
        database.changeInTurn(rows -> replace(rows, base, making));
    }

    private static Changed<Base> replace(EntityManager rows, Base base, Making making) {
        BaseRow known = rows.find(BaseRow.class, base.uid().value());
        if (known != null && known.toBase().equals(base)) {
            return Changed.nothing(base);
        }
        rows.clear();
        rows.createQuery("delete from BaseRow b where b.alias = :alias and b.version = :version")
                .setParameter("alias", base.alias().value())
                .setParameter("version", base.version())
                .executeUpdate();
        MakingRow.removeOrphans(rows);
        rows.persist(BaseRow.of(base));
        rows.persist(MakingRow.of(base.uid(), making));
        return Changed.by(Change.built(base), base);
    }

    @Override
    public void forget(Uid base) {
        database.change(
                rows -> {
                    BaseRow row = rows.find(BaseRow.class, base.value());
                    if (row == null) {
                        return Changed.nothing(false);
                    }
                    rows.remove(row);
                    rows.flush();
                    MakingRow.removeOrphans(rows);
                    return Changed.by(Change.deleted(row.toBase()), true);
                });
    }

    @Override
    public Making making(Uid base) {
        return database.read(
                rows ->
                        Optional.ofNullable(rows.find(MakingRow.class, base.value()))
                                .map(MakingRow::toMaking)
                                .orElse(Making.UNKNOWN));
    }

    @Override
    public Optional<Base> find(BaseReference reference) {
        return database.read(
                rows ->
                        rows.createQuery(
                                        """
                                        select b from BaseRow b
                                        where b.alias = :alias
                                          and (:tag is null or b.version = :tag)
                                        order by b.createdAt desc
                                        """,
                                        BaseRow.class)
                                .setParameter("alias", reference.alias().value())
                                .setParameter("tag", reference.tag().orElse(null))
                                .setMaxResults(1)
                                .getResultStream()
                                .findFirst()
                                .map(BaseRow::toBase));
    }

    @Override
    public List<Base> list(Optional<Place> after, int limit) {
        return database.read(
                rows ->
                        select(rows, after).setMaxResults(limit).getResultList().stream()
                                .map(BaseRow::toBase)
                                .toList());
    }

    private static TypedQuery<BaseRow> select(EntityManager rows, Optional<Place> after) {
        String order = " order by b.alias, b.createdAt desc, b.uid";
        return after.map(
                        place ->
                                rows.createQuery(
                                                """
                                                select b from BaseRow b
                                                where b.alias > :alias or b.alias = :alias
                                                  and (b.createdAt < :at
                                                       or b.createdAt = :at and b.uid > :uid)
                                                """
                                                        + order,
                                                BaseRow.class)
                                        .setParameter("alias", place.alias().value())
                                        .setParameter("at", Nanoseconds.of(place.createdAt()))
                                        .setParameter("uid", place.uid().value()))
                .orElseGet(
                        () -> rows.createQuery("select b from BaseRow b" + order, BaseRow.class));
    }
}
