package zomg.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import zomg.linux.process.ProcessIdentity;

/**
 * Which process is a box's PID 1, kept in a file so that a new server finds it. Pids and start
 * times begin anew when the machine is started, so they count only together with its boot.
 *
 * @param boot what the kernel calls the boot that it was started in
 */
record BoxInit(int pid, long startTime, String boot) {

    private static final String FILE = "init";

    /** From {@code PID STARTTIME}, as the runner says it. */
    static BoxInit parse(String text, String boot) {
        List<String> words = Arrays.asList(text.strip().split(" ", -1));
        return new BoxInit(Integer.parseInt(words.getFirst()), Long.parseLong(words.get(1)), boot);
    }

    /** What the file of this run directory says, whether that process lives or not. */
    static Optional<BoxInit> read(Path runDirectory) {
        try {
            String text = Files.readString(runDirectory.resolve(FILE)).strip();
            return Optional.of(parse(text, text.substring(text.lastIndexOf(' ') + 1)));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void save(Path runDirectory) {
        Path part = runDirectory.resolve(FILE + ".part");
        try {
            Files.writeString(part, "%d %d %s%n".formatted(pid, startTime, boot));
            Files.move(part, runDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    ProcessIdentity process() {
        return new ProcessIdentity(pid, startTime);
    }

    boolean isAlive() {
        return process().isAlive();
    }
}
