package zomg.linux.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One process of this machine, told apart from a later one with the same pid by its start time.
 *
 * @param startTime field 22 of {@code /proc/<pid>/stat}, clock ticks since boot; see proc(5)
 * @param parent the parent's pid
 * @param state the letter that ps shows: R S D Z T ...
 * @param hasTerminal whether a terminal controls it
 */
public record HostProcess(int pid, long startTime, int parent, char state, boolean hasTerminal) {

    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int TERMINAL = 4;
    private static final int START_TIME = 19;

    /** The process that has this pid now, if there is one. */
    public static Optional<HostProcess> find(int pid) {
        try {
            String stat = Files.readString(file(pid, "stat"), StandardCharsets.ISO_8859_1);
            // The second field, the command in parentheses, may itself hold spaces and parentheses.
            List<String> fields =
                    Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return Optional.of(
                    new HostProcess(
                            pid,
                            Long.parseLong(fields.get(START_TIME)),
                            Integer.parseInt(fields.get(PARENT)),
                            fields.get(STATE).charAt(0),
                            !fields.get(TERMINAL).equals("0")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The live process of this pid and start time. */
    public static Optional<HostProcess> find(int pid, long startTime) {
        return find(pid).filter(found -> found.startTime == startTime && !found.isZombie());
    }

    /** Whether it has ended and only waits to be reaped. */
    public boolean isZombie() {
        return state == 'Z' || state == 'X';
    }

    /** Whether it was stopped and does nothing until it is told to go on. */
    public boolean isStopped() {
        return state == 'T';
    }

    /** Its arguments; empty for one that has ended. */
    public List<String> arguments() {
        try {
            String line = Files.readString(file(pid, "cmdline"), StandardCharsets.UTF_8);
            return line.isEmpty()
                    ? List.of()
                    : Arrays.asList(line.substring(0, line.length() - 1).split("\0", -1));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** Where it has its program from, as its own mounts have it; empty for one that has ended. */
    public Optional<Path> program() {
        try {
            return Optional.of(Files.readSymbolicLink(file(pid, "exe")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Path file(int pid, String name) {
        return Path.of("/proc", Integer.toString(pid), name);
    }
}
