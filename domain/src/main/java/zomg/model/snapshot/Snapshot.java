package zomg.model.snapshot;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.model.id.BoxRef;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;

/**
 * A snapshot as it is recorded.
 *
 * @param uid what it is called on disk
 * @param box whose root it keeps; it goes with that box
 * @param ref what the box is called
 * @param safety whether it was made by a restore, of what the restore replaced
 * @param bytes how much the box had written of its own when it was taken; empty where nothing is
 *     counted, and before it is whole
 * @param restoredAt when its box was made what it keeps, for the last time
 * @param frozenMillis for how long the box stood still for it; 0 if it did not have to
 */
public record Snapshot(
        Uid uid,
        Uid box,
        BoxRef ref,
        SnapshotName name,
        Description description,
        SnapshotState state,
        boolean safety,
        OptionalLong bytes,
        long frozenMillis,
        Instant createdAt,
        Optional<Instant> restoredAt) {

    /** The record of one that is about to be taken: the intent, written before anything else. */
    public static Snapshot intended(
            Uid uid,
            Uid box,
            BoxRef ref,
            SnapshotName name,
            Description description,
            boolean safety,
            Instant now) {
        return new Snapshot(
                uid,
                box,
                ref,
                name,
                description,
                SnapshotState.CREATING,
                safety,
                OptionalLong.empty(),
                0,
                now,
                Optional.empty());
    }

    public Snapshot withState(SnapshotState next) {
        return new Snapshot(
                uid,
                box,
                ref,
                name,
                description,
                next,
                safety,
                bytes,
                frozenMillis,
                createdAt,
                restoredAt);
    }

    /** This, taken. */
    public Snapshot ready(OptionalLong size, long frozen) {
        return new Snapshot(
                uid,
                box,
                ref,
                name,
                description,
                SnapshotState.READY,
                safety,
                size,
                frozen,
                createdAt,
                restoredAt);
    }

    /** This, when its box is what it keeps. */
    public Snapshot restored(Instant when) {
        return new Snapshot(
                uid,
                box,
                ref,
                name,
                description,
                SnapshotState.READY,
                safety,
                bytes,
                frozenMillis,
                createdAt,
                Optional.of(when));
    }

    public boolean is(SnapshotState wanted) {
        return state == wanted;
    }
}
