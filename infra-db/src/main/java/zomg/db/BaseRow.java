package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import zomg.model.base.Base;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;

@Entity
@Table(name = "bases")
class BaseRow {

    @Id private String uid;

    private String alias;
    private String version;
    private String builder;
    private String origin;

    @Column(name = "created_at")
    private long createdAt;

    static BaseRow of(Base base) {
        BaseRow row = new BaseRow();
        row.uid = base.uid().value();
        row.alias = base.alias().value();
        row.version = base.version();
        row.builder = base.builder();
        row.origin = base.origin();
        row.createdAt = Nanoseconds.of(base.createdAt());
        return row;
    }

    Base toBase() {
        return new Base(
                new Uid(uid),
                new BaseAlias(alias),
                version,
                builder,
                origin,
                Nanoseconds.instant(createdAt));
    }
}
