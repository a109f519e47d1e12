package zomg.port;

import java.util.Set;
import zomg.model.id.Uid;

/**
 * The disks of data volumes, each named by the uid of its volume. Every call is idempotent. What a
 * method made is on disk when it returns.
 */
public interface VolumeStore {

    /**
     * A new volume with nothing in it, which belongs to root.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    void create(Uid volume);

    /**
     * A new volume that equals {@code source} at one instant; subvolumes nested in it are copied
     * too.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE if there is no room
     */
    void copy(Uid volume, Uid source);

    /** Writes to disk what was written to a volume, so that a copy has little left to write. */
    void flush(Uid volume);

    /** Removes a volume with all that is nested in it; the space comes back later. */
    void delete(Uid volume);

    /**
     * Puts a volume away for a person to look at: it is none any more, and keeps what is in it.
     * What never became a whole one is deleted.
     */
    void setAside(Uid volume);

    /** Every volume, also one that is not whole; not those that every box has. */
    Set<Uid> list();
}
