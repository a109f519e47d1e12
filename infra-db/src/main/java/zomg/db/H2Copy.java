package zomg.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A database's file, and a copy of it that takes its place.
 *
 * @param file of a database that is closed
 */
record H2Copy(Path file) {

    /** More than one change needs; else the next one would fail at once. */
    private static final long ROOM = 4L << 20;

    static H2Copy of(Path file) {
        return new H2Copy(file);
    }

    boolean hasRoom() {
        try {
            Files.deleteIfExists(part());
            return Files.getFileStore(file).getUsableSpace() >= Files.size(file) + ROOM;
        } catch (IOException failure) {
            return false;
        }
    }

    /** The same content in a new file, which is on disk. */
    void replace() {
        try {
            Files.deleteIfExists(part());
            copy();
            Files.move(part(), file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory =
                    FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException failure) {
            throw new DatabaseFailed("the records cannot be copied", failure);
        }
    }

    private void copy() throws IOException {
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to =
                        FileChannel.open(
                                part(),
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")))) {
            long size = from.size();
            for (long at = 0; at < size; ) {
                at += from.transferTo(at, size - at, to);
            }
            to.force(true);
        }
    }

    private Path part() {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
