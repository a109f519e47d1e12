package zomg.model.volume;

import java.util.Locale;

/** Where a data volume is in its life. The lower-case name is the wire value. */
public enum VolumeStatus {
    CREATING,
    READY,
    /** Its content is being replaced by that of a snapshot; it has one of both. */
    RESTORING,
    /** Its disk is gone. */
    LOST;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
