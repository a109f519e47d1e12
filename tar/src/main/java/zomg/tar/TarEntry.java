package zomg.tar;

import java.time.Instant;

/**
 * One file of an archive. Of names and targets each character is a byte (ISO 8859-1): what they
 * mean is for who uses them.
 *
 * @param target of a link, else empty
 * @param mode the twelve bits of permissions
 * @param size of what follows in the archive, which only files have
 */
public record TarEntry(
        Kind type,
        String name,
        String target,
        int mode,
        long uid,
        long gid,
        long size,
        Instant modified) {

    /** What kind of file it is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        HARD_LINK,
        /** A device, a FIFO, or what is in no standard. */
        OTHER
    }

    public boolean is(Kind wanted) {
        return type == wanted;
    }
}
