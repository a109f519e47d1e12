package zomg.cli.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders with all that is in them. */
final class Tree {

    private Tree() {}

    /**
     * Copies a file or a folder. The copy belongs to whoever runs this and can be read by all: what
     * root is going to run must not stay writable for the user who built it.
     */
    static void copy(Path source, Path target) throws IOException {
        Files.walkFileTree(
                source,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        Path made = Files.createDirectories(place(folder));
                        Files.setPosixFilePermissions(
                                made, PosixFilePermissions.fromString("rwxr-xr-x"));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Path made = place(file);
                        Files.createDirectories(made.getParent());
                        if (attributes.isSymbolicLink()) {
                            Files.copy(file, made, LinkOption.NOFOLLOW_LINKS);
                            return FileVisitResult.CONTINUE;
                        }
                        Files.copy(file, made, StandardCopyOption.REPLACE_EXISTING);
                        Files.setPosixFilePermissions(
                                made,
                                PosixFilePermissions.fromString(
                                        isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
                        Files.setLastModifiedTime(made, attributes.lastModifiedTime());
                        return FileVisitResult.CONTINUE;
                    }

                    private Path place(Path path) {
                        return target.resolve(source.relativize(path).toString());
                    }
                });
    }

    /** By the bits: access(2) would ask whether the caller may. */
    private static boolean isExecutable(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).indexOf('x') >= 0;
    }

    /** Whether {@code copy} has every file of {@code source}, by size and time. */
    static boolean isCopied(Path source, Path copy) throws IOException {
        boolean[] same = {true};
        Files.walkFileTree(
                source,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Path other = copy.resolve(source.relativize(file).toString());
                        same[0] = isSame(attributes, other);
                        return same[0] ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                    }
                });
        return same[0];
    }

    private static boolean isSame(BasicFileAttributes wanted, Path other) throws IOException {
        if (wanted.isSymbolicLink()) {
            return Files.isSymbolicLink(other);
        }
        try {
            BasicFileAttributes found =
                    Files.readAttributes(
                            other, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile()
                    && found.size() == wanted.size()
                    && found.lastModifiedTime().toMillis() == wanted.lastModifiedTime().toMillis();
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    /** Deletes a folder if it is there; links are deleted, never followed. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path done, IOException failure)
                            throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(done);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
