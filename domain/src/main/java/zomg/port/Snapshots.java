package zomg.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.snapshot.Snapshot;

/**
 * The records of snapshots. What a writing method was told is on disk when it returns. {@link
 * Boxes#forget} forgets those of the box, too.
 */
public interface Snapshots {

    /** So many of one box at most: they are listed at one go. */
    int MOST = 1000;

    /**
     * @throws zomg.error.Refusal SNAPSHOT_EXISTS if the name is taken, TOO_MANY_SNAPSHOTS,
     *     BOX_NOT_FOUND if the box is forgotten
     */
    void add(Snapshot snapshot);

    Optional<Snapshot> find(Uid box, SnapshotName name);

    /** All of a box, oldest first. */
    List<Snapshot> of(Uid box);

    /**
     * Of all boxes, by uid.
     *
     * @param after only those whose uid comes later
     */
    List<Snapshot> page(Optional<Uid> after, int limit);

    /**
     * Replaces the record of the same uid.
     *
     * @throws zomg.error.Refusal SNAPSHOT_NOT_FOUND
     */
    void replace(Snapshot snapshot);

    /** Notes that its box was made what it keeps. */
    void restored(Snapshot snapshot, Instant when);

    /**
     * Forgets it and frees its name; forgetting an unknown one is not an error. That there was one
     * is kept in {@link Graves}.
     */
    void forget(Uid snapshot);
}
