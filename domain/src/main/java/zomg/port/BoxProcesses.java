package zomg.port;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;

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
     * Starts a command and leaves it running, whatever becomes of this server. The last of its
     * output is in {@code /tmp/boxes/exec/<pid>.log} and, before that, {@code <pid>.log.1}. It has
     * no time limit; the request's is not used. Nobody can {@link #join} it.
     *
     * @param id of the session that begins; nobody else's
     * @return its pid as the box sees it
     * @throws zomg.error.Refusal as {@link #run}; BUSY if there are too many already
     */
    int start(Box box, Uid id, ExecRequest request);

    /**
     * Starts a command to talk to. The time limit is that of the terms; the request's is not used.
     *
     * @param id of the session that begins; nobody else's
     * @throws zomg.error.Refusal as {@link #run}; BUSY if there are too many already
     */
    Session open(Box box, Uid id, ExecRequest request, SessionTerms terms);

    /**
     * Goes on with a session, also of a server before this one. Another client of it loses it.
     *
     * @param has of the output; empty for all that is still there
     * @throws zomg.error.Refusal SESSION_NOT_FOUND; SESSION_OUTPUT_GONE if what follows that is not
     *     there any more
     */
    Session join(Box box, Uid id, Optional<OutputOffsets> has);

    /**
     * Those that run, and those that ended not long ago, in the order of their beginning; without
     * those that are not to be listed.
     */
    List<SessionInfo> sessions(Box box);
}
