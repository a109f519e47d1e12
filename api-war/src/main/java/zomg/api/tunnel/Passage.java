package zomg.api.tunnel;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import zomg.api.session.StatusJson;
import zomg.api.socket.ClientSocket;
import zomg.api.socket.Heartbeat;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.network.TunnelMessage;
import zomg.port.Tunnel;

/**
 * Between one WebSocket and one tunnel. Messages go through as they are: nothing is kept, and which
 * connection they belong to is for the two ends to know.
 */
final class Passage {

    /** What only the server says; the stream of it is 0. */
    static final int READY = 0;

    static final int OVER = 6;

    private static final Logger LOG = System.getLogger(Passage.class.getName());
    private static final int HEADER = 5;

    private final ClientSocket client;
    private final Tunnel tunnel;
    private final AtomicBoolean ended = new AtomicBoolean();

    Passage(Session client, Tunnel tunnel, Heartbeat heartbeat) {
        this.tunnel = tunnel;
        this.client = new ClientSocket(client, heartbeat, this::hangUp);
        Thread.ofPlatform().daemon().name("tunnel").start(this::listen);
    }

    static ByteBuffer message(int kind, byte[] payload) {
        ByteBuffer message = ByteBuffer.allocate(HEADER + payload.length);
        return message.put((byte) kind).putInt(0).put(payload).flip();
    }

    /** One message of the client. */
    void take(byte[] message) {
        client.heard();
        if (!ended.get()) {
            tunnel.send(new TunnelMessage(message));
        }
    }

    private void listen() {
        try (tunnel) {
            client.send(message(READY, new byte[0]));
            Optional<TunnelMessage> next = tunnel.next();
            while (next.isPresent()) {
                client.send(ByteBuffer.wrap(next.get().bytes()));
                next = tunnel.next();
            }
            end(StatusJson.of(new Refusal(ErrorCode.BOX_NOT_RUNNING, "the box has stopped")));
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "the client of a tunnel is gone", gone);
        } catch (Refusal refusal) {
            end(StatusJson.of(refusal));
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "a tunnel was lost", failure);
            end(StatusJson.internalError());
        } finally {
            client.stopAsking();
        }
    }

    /** The last message, and the end of the connection. */
    private void end(byte[] status) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            client.send(message(OVER, status));
            client.close(CloseReason.CloseCodes.NORMAL_CLOSURE, "the tunnel ended");
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "nobody heard how a tunnel ended", gone);
        }
    }

    /** The client is gone. */
    void hangUp() {
        ended.set(true);
        tunnel.hangUp();
    }
}
