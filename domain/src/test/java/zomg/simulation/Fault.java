package zomg.simulation;

import java.lang.reflect.Method;
import zomg.port.BaseStore;
import zomg.port.BoxEngine;
import zomg.port.BoxMounts;
import zomg.port.BoxProcesses;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeStore;

/** What can go wrong at a call of a port. */
enum Fault {
    NONE,
    /** The call fails, and nothing happened. */
    FAILURE,
    /** It happens, and the server hears of a failure. */
    LOST_REPLY,
    /** A part of it happens. */
    HALF_DONE,
    NO_SPACE,
    /** The server is killed; boxes, disks and what it wrote stay. */
    KILLED_BEFORE,
    KILLED_HALFWAY,
    KILLED_AFTER,
    /** The server is killed, and a program that it started does its work after that, or never. */
    KILLED_MEANWHILE,
    /** The machine goes down, and with it all processes and what is on no disk yet. */
    POWER_CUT_BEFORE,
    POWER_CUT_AFTER;

    /** Those from which the server does not die. */
    static final Fault[] FAILURES = {FAILURE, LOST_REPLY, HALF_DONE, NO_SPACE};

    static final Fault[] DEATHS = {
        KILLED_BEFORE,
        KILLED_HALFWAY,
        KILLED_AFTER,
        KILLED_MEANWHILE,
        POWER_CUT_BEFORE,
        POWER_CUT_AFTER
    };

    /** Whether it can happen at this call; a simpler one of its kind can happen at every call. */
    boolean fits(Method method) {
        return switch (this) {
            case NO_SPACE -> takesSpace(method);
            case HALF_DONE, KILLED_HALFWAY ->
                    Interception.is(method, BoxEngine.class, "start", "stop", "remove");
            case KILLED_MEANWHILE -> isProgram(method);
            default -> true;
        };
    }

    Fault at(Method method) {
        if (fits(method)) {
            return this;
        }
        return this == KILLED_HALFWAY || this == KILLED_MEANWHILE ? KILLED_AFTER : FAILURE;
    }

    boolean isPowerCut() {
        return this == POWER_CUT_BEFORE || this == POWER_CUT_AFTER;
    }

    private static boolean takesSpace(Method method) {
        return Interception.is(method, RootStore.class, "create", "fork")
                || Interception.is(method, BaseStore.class, "bootstrap", "copy", "load", "seal")
                || Interception.is(method, VolumeStore.class, "create", "copy")
                || Interception.is(method, SnapshotStore.class, "take", "restore")
                || Interception.is(method, VolumeSnapshotStore.class, "take", "copy", "restore");
    }

    /** Whether another process does it, which can outlive the server. */
    static boolean isProgram(Method method) {
        return Interception.is(method, BoxEngine.class, "start", "stop", "remove", "adjust")
                || Interception.is(method, BoxMounts.class, "apply")
                || method.getDeclaringClass() == BoxProcesses.class;
    }
}
