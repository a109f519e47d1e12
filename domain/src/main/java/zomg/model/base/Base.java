package zomg.model.base;

import java.time.Instant;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;

/**
 * A read-only root that boxes are snapshots of.
 *
 * @param version the tag; of a built base the sha256 of its script
 * @param builder who or what made it
 * @param origin what it was made from, in words: distribution, suite and mirror
 */
public record Base(
        Uid uid,
        BaseAlias alias,
        String version,
        String builder,
        String origin,
        Instant createdAt) {}
