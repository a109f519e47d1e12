package zomg.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import zomg.model.base.BaseReference;
import zomg.model.id.Uid;
import zomg.port.BuildLogs;

/**
 * Logs of builds as files of one directory. {@code <uid>.head} says of what and when; {@code
 * <uid>-<offset>.log} is a part that begins there. When a part is full the next one begins, and
 * that before the last goes: so no byte changes its place.
 */
public final class FileBuildLogs implements BuildLogs {

    private static final Logger LOG = System.getLogger(FileBuildLogs.class.getName());
    private static final String HEAD = ".head";
    private static final String PART = ".log";

    /**
     * How much is kept.
     *
     * @param partBytes of a log at least, twice as much at most
     * @param logs the newest ones
     */
    public record Limits(int partBytes, int logs) {}

    /** What the first file of a log says. */
    private record Head(Uid build, BaseReference base, Instant begun) {

        static Optional<Head> read(Path file) {
            try {
                String[] words = Files.readString(file).strip().split(" ", -1);
                return Optional.of(
                        new Head(
                                new Uid(name(file, HEAD)),
                                BaseReference.parse(words[0]),
                                Instant.parse(words[1])));
            } catch (IOException | RuntimeException cutOff) {
                return Optional.empty();
            }
        }

        String text() {
            return base + " " + begun + "\n";
        }
    }

    /** A file with a part of a log. */
    private record Part(Path file, long begin) {

        static Part of(Path file) {
            String name = name(file, PART);
            return new Part(file, Long.parseLong(name.substring(name.indexOf('-') + 1)));
        }

        long end() throws IOException {
            return begin + Files.size(file);
        }

        /** From there to its end, but at most so much. */
        byte[] read(long offset, int most) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                in.skipNBytes(offset - begin);
                return in.readNBytes(most);
            }
        }
    }

    private final Path directory;
    private final Limits limits;

    /** Of the logs that are written: the part that grows. */
    private final Map<Uid, Part> growing = new HashMap<>();

    public FileBuildLogs(Path directory, Limits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    private static String name(Path file, String suffix) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - suffix.length());
    }

    @Override
    public synchronized void begin(Uid build, BaseReference base, Instant now) {
        if (growing.containsKey(build)) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Part first = part(build, 0);
            Files.writeString(first.file(), "", StandardOpenOption.CREATE);
            Files.writeString(directory.resolve(build + HEAD), new Head(build, base, now).text());
            growing.put(build, first);
            forgetOldest();
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "the log of a build cannot be kept", failure);
        }
    }

    private Part part(Uid build, long begin) {
        return new Part(directory.resolve(build + "-" + begin + PART), begin);
    }

    private void forgetOldest() throws IOException {
        List<Path> files = files(name -> name.endsWith(HEAD) || name.endsWith(PART));
        List<Uid> kept = heads().limit(limits.logs()).map(Head::build).toList();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (kept.stream().noneMatch(build -> name.startsWith(build.value()))) {
                Files.deleteIfExists(file);
            }
        }
        growing.keySet().retainAll(kept);
    }

    @Override
    public synchronized void append(Uid build, Printed more) {
        Part part = growing.get(build);
        if (part == null) {
            return;
        }
        try {
            if (part.end() - part.begin() >= limits.partBytes()) {
                part = next(build, part);
            }
            try (OutputStream out = Files.newOutputStream(part.file(), StandardOpenOption.APPEND)) {
                out.write(more.bytes());
            }
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "a part of the log of a build is left out", failure);
        }
    }

    private Part next(Uid build, Part full) throws IOException {
        Part next = part(build, full.end());
        Files.writeString(next.file(), "", StandardOpenOption.CREATE);
        growing.put(build, next);
        for (Part old : parts(build)) {
            if (old.begin() < full.begin()) {
                Files.deleteIfExists(old.file());
            }
        }
        return next;
    }

    @Override
    public synchronized Optional<Uid> newest(BaseReference base) {
        try {
            return heads().filter(head -> head.base().alias().equals(base.alias()))
                    .filter(head -> base.tag().isEmpty() || base.tag().equals(head.base().tag()))
                    .map(Head::build)
                    .findFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public synchronized Optional<Piece> read(Uid build, long offset, int most) {
        try {
            List<Part> parts = parts(build);
            if (parts.isEmpty()) {
                return Optional.empty();
            }
            for (Part part : parts) {
                if (offset < part.end()) {
                    long from = Math.max(offset, part.begin());
                    return Optional.of(new Piece(from, part.read(from, most)));
                }
            }
            return Optional.of(new Piece(parts.getLast().end(), new byte[0]));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The newest first. */
    private Stream<Head> heads() throws IOException {
        return files(name -> name.endsWith(HEAD)).stream()
                .flatMap(file -> Head.read(file).stream())
                .sorted(Comparator.comparing(Head::begun).reversed());
    }

    /** In their order. */
    private List<Part> parts(Uid build) throws IOException {
        return files(name -> name.startsWith(build + "-") && name.endsWith(PART)).stream()
                .map(Part::of)
                .sorted(Comparator.comparingLong(Part::begin))
                .toList();
    }

    private List<Path> files(Predicate<String> wanted) throws IOException {
        List<Path> files = new ArrayList<>();
        try (var all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                if (wanted.test(file.getFileName().toString())) {
                    files.add(file);
                }
            }
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return files;
    }
}
