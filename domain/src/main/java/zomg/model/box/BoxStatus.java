package zomg.model.box;

import java.util.Locale;

/** Where a box is in its life. The lower-case name is the wire value. */
public enum BoxStatus {
    CREATING,
    RUNNING,
    STOPPING,
    STOPPED,
    RESUMING,
    DELETING,
    FAILED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
