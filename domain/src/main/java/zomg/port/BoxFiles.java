package zomg.port;

import java.io.InputStream;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileListing;
import zomg.model.file.FileMode;
import zomg.model.project.Project;

/**
 * Files of boxes, running or stopped, as the box sees them: its root, the volumes of its project
 * and of the server; of a running one its {@code /tmp} and other tmpfs, too. Nothing leads out of
 * that, whatever links there are and whoever moves them meanwhile. Archives are in tar's format.
 *
 * <p>All refuse with PATH_NOT_FOUND; PATH_NOT_SERVED for what is neither on a disk nor a tmpfs of
 * the box, and for devices, FIFOs and sockets; INVALID_REQUEST, with the field {@code path}, for a
 * directory where a file is needed and the other way round; BOX_BUSY if the box is stopped
 * meanwhile, or the path does not hold still. Those that write refuse with INSUFFICIENT_STORAGE.
 */
public interface BoxFiles {

    /** A file or a directory; links are followed. */
    FileInfo show(Box box, Project project, BoxPath path);

    /** What is in a directory; links in it are shown as such. */
    FileListing list(Box box, Project project, BoxPath path);

    /** A file's bytes; links are followed. */
    Download read(Box box, Project project, BoxPath path);

    /**
     * Makes a file, or replaces one as a whole: until all of {@code content} has come and is on
     * disk, the old one is there, and nothing is left of what was cut off. A link is replaced, not
     * followed. Directories above it are made.
     *
     * @param mode empty for that of the file it replaces, else 0644. The owner is that of the
     *     replaced file, else the box's root
     * @param content its end is the file's; one that fails is passed on unchanged
     */
    void write(
            Box box, Project project, BoxPath path, Optional<FileMode> mode, InputStream content);

    /** Removes a file, a link, or a directory that is empty. */
    void delete(Box box, Project project, BoxPath path);

    /**
     * An archive of a directory and all below it, or of one file, with owners, modes and times.
     * Links are not followed; what is not served is left out.
     */
    Download pack(Box box, Project project, BoxPath path);

    /**
     * Unpacks an archive below a directory, which is made if it is not there, and is on disk when
     * this returns. Each file is replaced as a whole; what was unpacked before a failure stays.
     * INVALID_REQUEST, with the field {@code archive}, for one that is damaged, or gives files to
     * ids above 65535; PATH_NOT_SERVED for one with devices or FIFOs.
     */
    void unpack(Box box, Project project, BoxPath path, InputStream archive);
}
