package zomg.port;

import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.id.Uid;

/**
 * A command that is talked to while it runs, by one client at a time. One thread may listen while
 * others speak.
 */
public interface Session extends AutoCloseable {

    Uid id();

    /** What there was when this began. */
    SessionPosition position();

    /**
     * What comes next; waits for it. Who does not call this makes the command wait in the end, and
     * so does who does not confirm: what was not confirmed is kept for who comes back, and there is
     * not room for all of it.
     *
     * @throws zomg.error.Refusal SESSION_TAKEN_OVER if another client has come; ENGINE_UNAVAILABLE
     *     if the way to it was lost, while the command goes on and waits for who comes back
     */
    SessionOutput next();

    /**
     * Waits for as long as the command takes no more; a {@link SessionInput.HangUp} never does. To
     * one that has ended it says nothing.
     */
    void send(SessionInput input);

    /**
     * Leaves. The command goes on, and waits some time for a client to come back. For who calls
     * {@link #next}, when nobody does any more.
     */
    @Override
    void close();
}
