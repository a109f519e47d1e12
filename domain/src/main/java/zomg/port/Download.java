package zomg.port;

import java.io.IOException;
import java.io.OutputStream;
import zomg.model.file.FileInfo;

/**
 * A file or an archive that leaves a box. Nothing of it is held in memory but what is under way.
 */
public interface Download extends AutoCloseable {

    /** The file itself, or what the archive is of. */
    FileInfo info();

    /**
     * Writes all of it, once; an {@code out} that blocks makes the box's side wait. What ends
     * before its end is a failure, after which what was written is of no use.
     *
     * @throws IOException of {@code out}
     */
    void writeTo(OutputStream out) throws IOException;

    /** Ends it, whether written or not. */
    @Override
    void close();
}
