package zomg.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import zomg.linux.process.HostProcess;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;

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

    private static final String STARTED_AT = "started_at";
    private static final String USER = "user";
    private static final String TERMINAL = "terminal";
    private static final String UNLISTED = "unlisted";
    private static final String WORDS = "words";
    private static final String WORD = "word.";

    /** What was asked for. */
    record About(
            Instant startedAt,
            String user,
            boolean terminal,
            boolean isListed,
            List<String> command) {

        static About of(ExecRequest request, SessionTerms terms, Instant now) {
            return new About(
                    now,
                    request.user(),
                    terms.terminal().isPresent(),
                    terms.isListed(),
                    request.command());
        }

        private String text() throws IOException {
            Properties properties = new Properties();
            properties.setProperty(STARTED_AT, startedAt.toString());
            properties.setProperty(USER, user);
            properties.setProperty(TERMINAL, Boolean.toString(terminal));
            properties.setProperty(UNLISTED, Boolean.toString(!isListed));
            properties.setProperty(WORDS, Integer.toString(command.size()));
            for (int i = 0; i < command.size(); i++) {
                properties.setProperty(WORD + i, command.get(i));
            }
            StringWriter text = new StringWriter();
            properties.store(text, null);
            return text.toString();
        }

        private static About parse(String text) {
            Properties properties = new Properties();
            try {
                properties.load(new StringReader(text));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            int words = Integer.parseInt(properties.getProperty(WORDS));
            return new About(
                    Instant.parse(properties.getProperty(STARTED_AT)),
                    properties.getProperty(USER),
                    Boolean.parseBoolean(properties.getProperty(TERMINAL)),
                    !Boolean.parseBoolean(properties.getProperty(UNLISTED)),
                    IntStream.range(0, words)
                            .mapToObj(word -> properties.getProperty(WORD + word))
                            .toList());
        }
    }

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

    /**
     * How the command ended.
     *
     * @param said how much there was of its output; empty if not all of it was taken
     */
    record End(RunnerStatus status, Optional<OutputOffsets> said) {

        static End parse(String text) {
            List<String> lines = text.lines().toList();
            Optional<OutputOffsets> said =
                    lines.stream()
                            .skip(1)
                            .map(line -> Arrays.asList(line.split(" ", -1)))
                            .map(
                                    words ->
                                            new OutputOffsets(
                                                    Long.parseLong(words.getFirst()),
                                                    Long.parseLong(words.get(1))))
                            .findFirst();
            return new End(RunnerStatus.parse(lines.getFirst()), said);
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

    void create(About about) {
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
    Optional<About> about() {
        return read(ABOUT).map(About::parse);
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
    Optional<End> end() {
        return read(END).map(End::parse);
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
        RunDirectories.remove(path);
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
