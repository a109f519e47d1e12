package zomg.model.space;

import static java.util.Objects.requireNonNull;

import zomg.model.id.Uid;

/** Something on the pool that people know. The root of a box has the box's temporary files, too. */
public record Disk(Kind kind, Uid uid) {

    /** Whose disk it is. */
    public enum Kind {
        BOX,
        SNAPSHOT,
        BASE,
        VOLUME,
        VOLUME_SNAPSHOT
    }

    public Disk {
        requireNonNull(kind, "kind");
        requireNonNull(uid, "uid");
    }
}
