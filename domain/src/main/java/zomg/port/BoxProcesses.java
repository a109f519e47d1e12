package zomg.port;

import java.io.OutputStream;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.WindowSize;

/** Runs commands in running boxes. */
public interface BoxProcesses {

    /**
     * Runs a command to its end, without input. Its output is written as it comes; a stream that
     * blocks makes the process wait.
     *
     * @throws zomg.error.Refusal BOX_NOT_RUNNING, or EXEC_FAILED if the command could not be
     *     started: no such user or working directory
     */
    ExecEnd run(Box box, ExecRequest request, OutputStream stdout, OutputStream stderr);

    /**
     * Starts a command and leaves it running, its output in {@code /tmp/boxes/exec/<pid>.log}.
     *
     * @return its pid as the box sees it
     * @throws zomg.error.Refusal as {@link #run}
     */
    int start(Box box, ExecRequest request);

    /**
     * Starts a command to talk to. It has no time limit; the request's is not used.
     *
     * @param terminal the size of its terminal; without one it has three pipes
     * @throws zomg.error.Refusal BOX_NOT_RUNNING
     */
    Session open(Box box, ExecRequest request, Optional<WindowSize> terminal);
}
