package zomg.model.file;

import java.util.List;

/**
 * What is in a directory.
 *
 * @param entries in the order of their names
 * @param truncated whether there is more than was kept
 */
public record FileListing(List<FileInfo> entries, boolean truncated) {

    /** How many are kept. */
    public static final int MOST = 10_000;

    public FileListing {
        entries = List.copyOf(entries);
    }
}
