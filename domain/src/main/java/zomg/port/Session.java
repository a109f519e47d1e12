package zomg.port;

import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;

/** A command that is talked to while it runs. One may listen while others speak. */
public interface Session extends AutoCloseable {

    /**
     * What comes next; waits for it. Who does not call this makes the command wait in the end.
     *
     * @throws zomg.error.Refusal EXEC_FAILED, at the first call, if the command could not be
     *     started
     */
    SessionOutput next();

    /**
     * Waits for as long as the command takes no more; a {@link SessionInput.HangUp} never does. To
     * one that has ended it says nothing.
     */
    void send(SessionInput input);

    /** Hangs up, if it has not ended. For who calls {@link #next}, when nobody does any more. */
    @Override
    void close();
}
