package zomg.port;

import zomg.model.box.Box;

/** The data volumes that running boxes see. {@link BoxEngine#start} mounts those of the record. */
public interface BoxMounts {

    /**
     * Makes a running box have the data volumes of its record where it says, and no others. Nothing
     * else of the box is touched; of one that does not run, nothing is to be done. Idempotent.
     *
     * @throws zomg.error.Refusal VOLUME_BUSY if one that has to go is used in the box, MOUNT_FAILED
     *     if what is in the box is in the way, INSUFFICIENT_STORAGE if there is no room for a mount
     *     point
     */
    void apply(Box box);

    /** Whether a box has what {@link #apply} would give it; so has one that does not run. */
    boolean areApplied(Box box);
}
