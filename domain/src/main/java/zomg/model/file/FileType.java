package zomg.model.file;

import java.util.Locale;

/** What kind of file it is. */
public enum FileType {
    FILE,
    DIRECTORY,
    LINK,
    /** A device, a FIFO, a socket: seen, but neither read nor written from outside. */
    OTHER;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
