package zomg.linux.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Directories of ours, below which nobody but the server and the runner writes. */
public final class OwnDirectories {

    /** Who still writes into it writes one file, its last. */
    private static final int TRIES = 20;

    private OwnDirectories() {}

    /** Those directly in it; none if it is not there. */
    public static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (NoSuchFileException | NotDirectoryException nothing) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** With all that is in it. */
    public static void remove(Path directory) {
        for (int left = TRIES; !removeOnce(directory); left--) {
            if (left == 0) {
                throw new UncheckedIOException(
                        new DirectoryNotEmptyException(directory.toString()));
            }
        }
    }

    private static boolean removeOnce(Path directory) {
        try {
            for (Path file : list(directory)) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    remove(file);
                } else {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(directory);
            return true;
        } catch (DirectoryNotEmptyException filledMeanwhile) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
