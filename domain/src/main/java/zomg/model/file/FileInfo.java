package zomg.model.file;

import java.time.Instant;
import java.util.Optional;

/**
 * A file as its directory shows it.
 *
 * @param name the last part of its path; where that is no UTF-8, with U+FFFD in it
 * @param size in bytes; 0 for what is no file
 * @param uid as the box counts users, likewise gid
 * @param target of a link
 */
public record FileInfo(
        FileType type,
        String name,
        long size,
        FileMode mode,
        int uid,
        int gid,
        Instant modified,
        Optional<String> target) {

    public boolean is(FileType wanted) {
        return type == wanted;
    }
}
