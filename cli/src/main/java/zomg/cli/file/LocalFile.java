package zomg.cli.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import zomg.cli.support.Failure;

/** One file of this machine. */
final class LocalFile {

    private static final int PERMISSIONS = 0777;
    private static final PosixFilePermission[] HIGHEST_FIRST = {
        PosixFilePermission.OWNER_READ,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_EXECUTE
    };

    private LocalFile() {}

    /** Bytes on their way to it. */
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /** What is there and is no file, as /dev/null or a FIFO, is written to; a link is followed. */
    static void write(Path place, int mode, Source source) throws IOException {
        Path real = Files.exists(place) ? place.toRealPath() : place;
        if (Files.exists(real) && !Files.isRegularFile(real)) {
            try (OutputStream out = Files.newOutputStream(real)) {
                source.writeTo(out);
            }
            return;
        }
        try (Temporary next = Temporary.file(folder(real))) {
            try (OutputStream out = Files.newOutputStream(next.path())) {
                source.writeTo(out);
            }
            Files.setPosixFilePermissions(next.path(), permissions(mode));
            next.become(real);
        }
    }

    private static Path folder(Path place) {
        return place.toAbsolutePath().getParent();
    }

    /** All twelve bits. */
    static int mode(Path place) throws IOException {
        return (int) Files.getAttribute(place, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    /** Without the three bits that let a program be somebody else. */
    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < HIGHEST_FIRST.length; i++) {
            if ((mode & PERMISSIONS & 0400 >> i) != 0) {
                permissions.add(HIGHEST_FIRST[i]);
            }
        }
        return permissions;
    }

    /** Of this machine: what is wrong with the server's side is told otherwise. */
    static Failure failure(IOException failure) {
        return Failure.of(
                switch (failure) {
                    case NoSuchFileException missing ->
                            "there is no %s here".formatted(missing.getFile());
                    case AccessDeniedException denied ->
                            "%s: permission denied".formatted(denied.getFile());
                    case FileSystemException other ->
                            "%s: %s".formatted(other.getFile(), other.getReason());
                    default -> failure.getMessage();
                });
    }

    /** Copies all of it, and says how far it is. */
    static void copy(InputStream in, OutputStream out, Progress progress) throws IOException {
        byte[] chunk = new byte[256 * 1024];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            out.write(chunk, 0, count);
            progress.add(count);
        }
    }
}
