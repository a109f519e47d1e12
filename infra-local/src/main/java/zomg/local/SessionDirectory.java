package zomg.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import zomg.linux.pool.OwnDirectories;
import zomg.linux.process.HostProcess;
import zomg.model.id.Uid;
import zomg.runner.SessionAbout;
import zomg.runner.SessionEnd;

/**
 * All that is known of a session, so that a new server finds it. The server writes what was asked
 * for; the supervisor who it is, its socket, and how the command ended. Removing it ends the
 * session.
 */
record SessionDirectory(Path path) {

    private static final String ABOUT = "about";
    private static final String SUPERVISOR = "supervisor";
    private static final String END = "exit";
    private static final String SOCKET = "socket";

    /**
     * Who supervises.
     *
     * @param command the command's pid as the box counts
     */
    record Supervisor(int pid, long startTime, int command) {

        static Supervisor parse(String text) {
            List<String> words = Arrays.asList(text.strip().split(" ", -1));
            return new Supervisor(
                    Integer.parseInt(words.getFirst()),
                    Long.parseLong(words.get(1)),
                    Integer.parseInt(words.get(2)));
        }

        boolean isAlive() {
            return HostProcess.find(pid, startTime).isPresent();
        }
    }

    Uid id() {
        return new Uid(path.getFileName().toString());
    }

    /** What it is among. */
    String group() {
        return path.getParent().getFileName().toString();
    }

    Path socket() {
        return path.resolve(SOCKET);
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    void create(SessionAbout about) {
        try {
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Files.writeString(path.resolve(ABOUT), about.text());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Empty for one that is being removed. */
    Optional<SessionAbout> about() {
        return read(ABOUT).map(SessionAbout::parse);
    }

    /** Empty before it has begun, and after a start that failed. */
    Optional<Supervisor> supervisor() {
        return read(SUPERVISOR).map(Supervisor::parse);
    }

    /** Whether somebody is there who could be asked. */
    boolean isSupervised() {
        return supervisor().filter(Supervisor::isAlive).isPresent();
    }

    /** Empty while the command runs, and if its supervisor was killed before it. */
    Optional<SessionEnd> end() {
        return read(END).map(SessionEnd::parse);
    }

    /** When it ended, if it did. */
    Optional<Instant> endedAt() {
        try {
            return Optional.of(Files.getLastModifiedTime(path.resolve(END)).toInstant());
        } catch (NoSuchFileException runs) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (NoSuchFileException nothing) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Its supervisor sees that, and ends. */
    void remove() {
        OwnDirectories.remove(path);
    }

    <T> T removedOnFailure(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            remove();
            throw failure;
        }
    }
}
