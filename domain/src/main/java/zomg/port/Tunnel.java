package zomg.port;

import java.util.Optional;
import zomg.model.network.TunnelMessage;

/**
 * Many connections into a box, side by side, as messages of the protocol that docs/tunnel.md has.
 * One may listen while others speak. Who does not listen makes the box wait; whoever speaks never
 * waits for a program in the box, which has a window for each connection.
 */
public interface Tunnel extends AutoCloseable {

    /**
     * The next message from the box; waits for it. Empty when the box has stopped, or after {@link
     * #hangUp}.
     *
     * @throws zomg.error.Refusal INVALID_REQUEST if what was sent is no message
     */
    Optional<TunnelMessage> next();

    /** To one that has ended it says nothing. */
    void send(TunnelMessage message);

    /** Ends all connections, and what {@link #next} waits for. Never waits. */
    void hangUp();

    /** Hangs up, if that was not done. For who calls {@link #next}, when nobody does any more. */
    @Override
    void close();
}
