package zomg.db;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;
import zomg.model.base.Making;
import zomg.model.id.Uid;

@Entity
@Table(name = "makings")
class MakingRow {

    @Id private String base;

    private String script;
    private String missing;

    static MakingRow of(Uid base, Making making) {
        MakingRow row = new MakingRow();
        row.base = base.value();
        row.script = making.script().orElse(null);
        row.missing = making.missing().isEmpty() ? null : String.join("\n", making.missing());
        return row;
    }

    Making toMaking() {
        return new Making(
                Optional.ofNullable(script),
                Optional.ofNullable(missing)
                        .map(lines -> lines.lines().toList())
                        .orElse(List.of()));
    }

    /** Of bases that have no records any more. */
    static void removeOrphans(EntityManager rows) {
        rows.createQuery(
                        "delete from MakingRow m"
                                + " where m.base not in (select b.uid from BaseRow b)")
                .executeUpdate();
    }
}
