package zomg.port;

import java.util.Set;
import zomg.model.id.Uid;

/**
 * Snapshots of data volumes on disk, each named by its uid. Every call is idempotent. What a method
 * made is on disk when it returns. Subvolumes nested in a volume are part of all this. What a
 * volume wrote counts for it as long as a snapshot of it has it.
 *
 * @see VolumeStore
 */
public interface VolumeSnapshotStore {

    /**
     * What is in a volume at one instant.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    void take(Uid snapshot, Uid volume);

    /**
     * A new volume that equals a snapshot.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    void copy(Uid snapshot, Uid volume);

    /**
     * Replaces what is in a volume, which nobody may use meanwhile, by what is in a snapshot. The
     * volume has either all of the one or all of the other, whatever happens.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    void restore(Uid snapshot, Uid volume);

    /** Removes what a restore of this volume left that was cut off. */
    void tidy(Uid volume);

    /** Removes a snapshot; the space comes back later. */
    void delete(Uid snapshot);

    /** Puts a snapshot away for a person to look at; what never became a whole one is deleted. */
    void setAside(Uid snapshot);

    /** Every snapshot, also one that is not whole. */
    Set<Uid> list();
}
