package zomg.model.box;

import java.util.Locale;

/** How far a box's root is from being the machine's root. The lower-case name is the wire value. */
public enum Isolation {
    /** A user namespace with ids of its own, a private /dev, fewer capabilities, seccomp. */
    HARDENED,
    /** All capabilities and the host's devices: its root can become the machine's root. */
    PRIVILEGED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
