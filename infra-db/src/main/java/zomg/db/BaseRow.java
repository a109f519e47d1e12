package zomg.db;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.model.base.Base;
import zomg.model.base.ScriptDigest;
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

    @Column(name = "parent_alias")
    private String parentAlias;

    @Column(name = "parent_version")
    private String parentVersion;

    @Column(name = "script_digest")
    private String scriptDigest;

    private Long bytes;

    @Column(name = "created_at")
    private long createdAt;

    static BaseRow of(Base base) {
        BaseRow row = new BaseRow();
        row.uid = base.uid().value();
        row.alias = base.alias().value();
        row.version = base.version();
        row.builder = base.builder();
        row.origin = base.origin();
        row.parentAlias = base.parent().map(parent -> parent.alias().value()).orElse(null);
        row.parentVersion = base.parent().map(Base.Parent::version).orElse(null);
        row.scriptDigest = base.scriptDigest().map(ScriptDigest::value).orElse(null);
        row.bytes = base.bytes().isPresent() ? base.bytes().getAsLong() : null;
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
                Optional.ofNullable(parentAlias)
                        .map(name -> new Base.Parent(new BaseAlias(name), parentVersion)),
                Optional.ofNullable(scriptDigest).map(ScriptDigest::new),
                bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes),
                Nanoseconds.instant(createdAt));
    }
}
