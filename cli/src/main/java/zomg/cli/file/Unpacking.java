package zomg.cli.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import zomg.cli.support.Failure;
import zomg.tar.TarEntry;
import zomg.tar.TarEntry.Kind;
import zomg.tar.TarReader;

/**
 * Unpacks an archive of a box below a directory of this machine. The box may be anybody's: no name
 * leads out of the directory, and nothing goes through a link, whoever made it.
 */
final class Unpacking {

    static final String LEADS_OUT = "the box sent a name that leads out of the directory: %s";
    static final String NOT_THROUGH = "%s is no directory here; nothing is written through it";

    private static final int CHUNK = 256 * 1024;
    private static final Set<PosixFilePermission> WHILE_FILLED = LocalFile.permissions(0700);

    /** What waits until all below it is there. */
    private record Waiting(Path place, TarEntry entry) {}

    private final Path top;
    private final TarReader tar;
    private final Progress progress;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final byte[] chunk = new byte[CHUNK];
    private Path checked;

    private Unpacking(Path top, InputStream in, Progress progress) {
        this.top = top;
        this.tar = new TarReader(in);
        this.progress = progress;
        this.checked = top;
    }

    /** The directory is made if it is not there. */
    static void unpack(Path top, InputStream in, Progress progress) throws IOException {
        Unpacking unpacking = new Unpacking(top, in, progress);
        Optional<TarEntry> entry = unpacking.tar.next();
        while (entry.isPresent()) {
            unpacking.one(entry.get());
            entry = unpacking.tar.next();
        }
        unpacking.settleAll();
    }

    private void one(TarEntry entry) throws IOException {
        Path place = place(entry.name());
        settleFor(place);
        if (entry.is(Kind.DIRECTORY)) {
            directory(place, entry);
            return;
        }
        if (place.equals(top)) {
            throw Failure.of(NOT_THROUGH.formatted(top));
        }
        requireDirectory(place.getParent());
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw Failure.of("%s is a directory here, and none in the box".formatted(place));
        }
        switch (entry.type()) {
            case FILE -> file(place, entry);
            case LINK -> link(place, entry);
            default -> throw Failure.of("the box sent what is no file: %s".formatted(entry.name()));
        }
    }

    private Path place(String name) {
        Path place = top;
        for (String part : name.split("/", -1)) {
            if (part.equals("..") || name.startsWith("/") || part.indexOf('\0') >= 0) {
                throw Failure.of(LEADS_OUT.formatted(name));
            }
            if (!part.isEmpty() && !part.equals(".")) {
                place = place.resolve(NameBytes.path(part));
            }
        }
        return place;
    }

    private void directory(Path place, TarEntry entry) throws IOException {
        if (!place.equals(top)) {
            requireDirectory(place.getParent());
        }
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw Failure.of(NOT_THROUGH.formatted(place));
        }
        Files.createDirectory(place);
        Files.setPosixFilePermissions(place, WHILE_FILLED);
        waiting.push(new Waiting(place, entry));
    }

    /** All that is between the top, which the user named, and this; made if it is missing. */
    private void requireDirectory(Path place) throws IOException {
        if (place.equals(checked) || place.equals(top)) {
            return;
        }
        requireDirectory(place.getParent());
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                throw Failure.of(NOT_THROUGH.formatted(place));
            }
            Files.createDirectory(place);
        }
        checked = place;
    }

    private void file(Path place, TarEntry entry) throws IOException {
        try (Temporary next = Temporary.file(place.getParent())) {
            try (OutputStream out = Files.newOutputStream(next.path())) {
                for (int count = tar.read(chunk, 0, CHUNK);
                        count >= 0;
                        count = tar.read(chunk, 0, CHUNK)) {
                    out.write(chunk, 0, count);
                    progress.add(count);
                }
            }
            dress(next.path(), entry);
            next.become(place);
        }
    }

    private static void link(Path place, TarEntry entry) throws IOException {
        try (Temporary next = Temporary.link(place.getParent(), NameBytes.path(entry.target()))) {
            FileTime modified = FileTime.from(entry.modified());
            Files.getFileAttributeView(
                            next.path(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(modified, null, null);
            next.become(place);
        }
    }

    private static void dress(Path place, TarEntry entry) throws IOException {
        Files.setLastModifiedTime(place, FileTime.from(entry.modified()));
        Files.setPosixFilePermissions(place, LocalFile.permissions(entry.mode()));
    }

    private void settleFor(Path place) throws IOException {
        while (!waiting.isEmpty() && !place.startsWith(waiting.peek().place())) {
            Waiting done = waiting.pop();
            dress(done.place(), done.entry());
        }
    }

    private void settleAll() throws IOException {
        while (!waiting.isEmpty()) {
            Waiting done = waiting.pop();
            dress(done.place(), done.entry());
        }
    }
}
