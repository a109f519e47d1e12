package zomg.port;

import java.util.OptionalLong;
import java.util.Set;
import zomg.model.id.Uid;

/**
 * What snapshots keep: copies of roots that nobody changes, each named by the uid of its snapshot.
 * Every call is idempotent.
 *
 * @see RootStore
 */
public interface SnapshotStore {

    /** Whether a copy of a root takes more than one step, between which it can change. */
    boolean takesSteps(Uid root);

    /** Writes to disk what was written to a root, so that a copy has little left to write. */
    void flush(Uid root);

    /**
     * Keeps a root as it is at one instant. Subvolumes nested in it are kept too, with their
     * read-only flags; of them it is the same instant only if nothing writes meanwhile.
     *
     * @return how many bytes the box has written of its own that are kept; empty where nothing is
     *     counted
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    OptionalLong take(Uid snapshot, Uid root);

    /**
     * Replaces what is in a root by what a snapshot keeps, at one go: whatever happens meanwhile,
     * the root is either as it was or as the snapshot. One that is gone is there again, without its
     * limit. No process may be in it.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    void restore(Uid root, Uid snapshot);

    /** The space that only this one holds comes back later. */
    void delete(Uid snapshot);

    /** Puts it away for a person to look at: it is none any more, and keeps what is in it. */
    void setAside(Uid snapshot);

    /** Every one, also one that is not whole. */
    Set<Uid> list();
}
