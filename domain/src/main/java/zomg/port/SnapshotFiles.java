package zomg.port;

import zomg.model.box.Box;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileListing;
import zomg.model.id.Uid;

/**
 * Files that a snapshot of a box keeps, without volumes. All refuse as {@link BoxFiles} says;
 * nothing can be written.
 */
public interface SnapshotFiles {

    /** A file or a directory; links are followed. */
    FileInfo show(Box box, Uid snapshot, BoxPath path);

    /** What is in a directory; links in it are shown as such. */
    FileListing list(Box box, Uid snapshot, BoxPath path);

    /** A file's bytes; links are followed. */
    Download read(Box box, Uid snapshot, BoxPath path);

    /** An archive of a directory and all below it, or of one file. */
    Download pack(Box box, Uid snapshot, BoxPath path);
}
