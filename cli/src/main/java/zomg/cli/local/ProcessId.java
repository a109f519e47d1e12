package zomg.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names one process for good: pids are used again.
 *
 * @param startTime field 22 of /proc/PID/stat, in clock ticks since boot
 */
record ProcessId(long pid, long startTime) {

    private static final int STATE_AFTER_NAME = 0;
    private static final int START_TIME_AFTER_NAME = 19;

    static Optional<ProcessId> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // the name is in parentheses and may hold any character
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[STATE_AFTER_NAME].equals("Z")
                    ? Optional.empty()
                    : Optional.of(
                            new ProcessId(pid, Long.parseLong(fields[START_TIME_AFTER_NAME])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    void terminate() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }

    void kill() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
