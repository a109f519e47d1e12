package zomg.model.base;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;

/**
 * A read-only root that boxes are snapshots of.
 *
 * @param version the tag; of a built base the sha256 of its script
 * @param builder who or what made it
 * @param origin what it was made from, in words: distribution, suite and mirror, or a box
 * @param parent what it was built on; empty if nobody said
 * @param scriptDigest the sha256 of the script that made it, if one did
 * @param bytes it has besides what it shares with what it was made from; empty if nobody counted
 */
public record Base(
        Uid uid,
        BaseAlias alias,
        String version,
        String builder,
        String origin,
        Optional<Parent> parent,
        Optional<ScriptDigest> scriptDigest,
        OptionalLong bytes,
        Instant createdAt) {

    /** The base that another one was built on, as it was called then. */
    public record Parent(BaseAlias alias, String version) {
        public static Parent of(Base base) {
            return new Parent(base.alias(), base.version());
        }

        @Override
        public String toString() {
            return alias + ":" + version;
        }
    }

    /** What it, and no other version of it, is asked for by. */
    public BaseReference reference() {
        return new BaseReference(alias, Optional.of(version));
    }
}
