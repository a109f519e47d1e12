package zomg.model.snapshot;

import java.util.Locale;

/** Where a snapshot is in its life. The lower-case name is the wire value and never changes. */
public enum SnapshotState {
    CREATING,
    READY,
    /** Its box is being made what it keeps, data volumes and all; that goes on after a crash. */
    RESTORING,
    DELETING,
    /** What was kept is gone from the disk; it can only be deleted. */
    LOST;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
