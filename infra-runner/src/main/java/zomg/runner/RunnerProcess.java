package zomg.runner;

import java.io.InputStream;
import java.io.OutputStream;

/** A runner that was started, by its standard streams. One thread may read while others write. */
public interface RunnerProcess extends AutoCloseable {

    OutputStream input();

    /** Its end is that of the runner, and nothing about how it ended. */
    InputStream output();

    /** The client is gone: the runner ends what it watches. Never waits. */
    void closeInput();

    /** For one that does not hear. */
    void kill();

    /** Nothing stays of it afterwards; waits a bounded time for its end. */
    @Override
    void close();
}
