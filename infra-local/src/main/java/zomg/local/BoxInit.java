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
import zomg.linux.process.HostProcess;

/**
 * Which process is a box's PID 1, kept in a file so that a new server finds it.
 *
 * @see HostProcess#startTime()
 */
record BoxInit(int pid, long startTime) {

    private static final String FILE = "init";

    /** From {@code PID STARTTIME}, as the runner says it and the file keeps it. */
    static BoxInit parse(String text) {
        List<String> words = Arrays.asList(text.strip().split(" ", -1));
        return new BoxInit(Integer.parseInt(words.getFirst()), Long.parseLong(words.get(1)));
    }

    /** The live PID 1 of the box with this run directory. */
    static Optional<BoxInit> find(Path runDirectory) {
        try {
            return Optional.of(parse(Files.readString(runDirectory.resolve(FILE))))
                    .filter(BoxInit::isAlive);
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void save(Path runDirectory) {
        Path part = runDirectory.resolve(FILE + ".part");
        try {
            Files.writeString(part, pid + " " + startTime + "\n");
            Files.move(part, runDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isAlive() {
        return HostProcess.find(pid, startTime).isPresent();
    }
}
