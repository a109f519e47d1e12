package zomg.cli.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders with all that is in them. */
public final class Tree {

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

    /**
     * Whether {@code copy} has every file of {@code source}, by content: a reproducible build gives
     * two versions of a file the same time.
     */
    static boolean isCopied(Path source, Path copy) throws IOException {
        boolean[] same = {true};
        Files.walkFileTree(
                source,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Path other = copy.resolve(source.relativize(file).toString());
                        same[0] = isSame(file, attributes, other);
                        return same[0] ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                    }
                });
        return same[0];
    }

    private static boolean isSame(Path file, BasicFileAttributes attributes, Path other)
            throws IOException {
        if (attributes.isSymbolicLink()) {
            return Files.isSymbolicLink(other)
                    && Files.readSymbolicLink(other).equals(Files.readSymbolicLink(file));
        }
        return Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)
                && Files.mismatch(file, other) < 0;
    }

    /** Deletes a folder if it is there; links are deleted, never followed. */
    public static void delete(Path folder) throws IOException {
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
