package zomg.api.tunnel;

import jakarta.websocket.CloseReason;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import zomg.api.session.Heartbeat;
import zomg.api.session.StatusJson;
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

    private final Session client;
    private final Tunnel tunnel;

    /** One of us writes at a time. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ScheduledFuture<?> beat;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long heardAt = System.nanoTime();

    Passage(Session client, Tunnel tunnel, Heartbeat heartbeat) {
        this.client = client;
        this.tunnel = tunnel;
        client.addMessageHandler(PongMessage.class, _ -> heardAt = System.nanoTime());
        this.beat = heartbeat.every(Heartbeat.PING, this::beat);
        Thread.ofPlatform().daemon().name("tunnel").start(this::listen);
    }

    static ByteBuffer message(int kind, byte[] payload) {
        ByteBuffer message = ByteBuffer.allocate(HEADER + payload.length);
        return message.put((byte) kind).putInt(0).put(payload).flip();
    }

    /** One message of the client. */
    void take(byte[] message) {
        heardAt = System.nanoTime();
        if (!ended.get()) {
            tunnel.send(new TunnelMessage(message));
        }
    }

    private void listen() {
        try (tunnel) {
            send(message(READY, new byte[0]));
            Optional<TunnelMessage> next = tunnel.next();
            while (next.isPresent()) {
                send(ByteBuffer.wrap(next.get().bytes()));
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
            beat.cancel(false);
        }
    }

    private void send(ByteBuffer message) throws IOException {
        writing.lock();
        try {
            client.getBasicRemote().sendBinary(message);
        } catch (IllegalStateException closed) {
            throw new IOException(closed);
        } finally {
            writing.unlock();
        }
    }

    /** The last message, and the end of the connection. */
    private void end(byte[] status) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            send(message(OVER, status));
            client.close(
                    new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, "the tunnel ended"));
        } catch (IOException | IllegalStateException gone) {
            LOG.log(Level.DEBUG, "nobody heard how a tunnel ended", gone);
        }
    }

    /** The client is gone. */
    void hangUp() {
        ended.set(true);
        tunnel.hangUp();
    }

    /** While somebody writes nobody else may, nor has to: what is under way asks, too. */
    private void beat() {
        Duration most = writing.isLocked() ? Heartbeat.SILENCE_OF_SLOW : Heartbeat.SILENCE;
        if (System.nanoTime() - heardAt > most.toNanos()) {
            beat.cancel(false);
            hangUp();
            drop();
        } else if (writing.tryLock()) {
            try {
                client.getBasicRemote().sendPing(ByteBuffer.allocate(0));
            } catch (IOException | IllegalStateException gone) {
                hangUp();
            } finally {
                writing.unlock();
            }
        }
    }

    private void drop() {
        try {
            client.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "nobody answers"));
        } catch (IOException | IllegalStateException gone) {
            LOG.log(Level.DEBUG, "a connection was gone already", gone);
        }
    }
}
