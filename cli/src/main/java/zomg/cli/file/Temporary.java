package zomg.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file beside the one that it will be, and is only when it is whole. Whoever interrupts the
 * command leaves nothing of it.
 */
final class Temporary implements AutoCloseable {

    private static final String PREFIX = ".zomg-";

    private final Path path;
    private final Thread hook;

    private Temporary(Path path) {
        this.path = path;
        this.hook = new Thread(this::delete);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** An empty file that only its owner can read. */
    static Temporary file(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return new Temporary(Files.createTempFile(folder, PREFIX, ""));
    }

    static Temporary link(Path folder, Path target) throws IOException {
        Path name = Files.createTempFile(folder, PREFIX, "");
        Temporary temporary = new Temporary(name);
        try {
            Files.delete(name);
            Files.createSymbolicLink(name, target);
        } catch (IOException failure) {
            temporary.close();
            throw failure;
        }
        return temporary;
    }

    Path path() {
        return path;
    }

    /** From now on it is {@code place}, which a directory is never replaced by. */
    void become(Path place) throws IOException {
        Files.move(path, place, StandardCopyOption.ATOMIC_MOVE);
    }

    private void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            // said to nobody: what went wrong first is said
        }
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // it runs
        }
    }
}
