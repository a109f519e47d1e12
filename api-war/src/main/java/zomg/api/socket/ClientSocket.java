package zomg.api.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.ReentrantLock;

/** The way to a client: one of us writes at a time, and it is asked whether it is still there. */
public final class ClientSocket {

    private static final Logger LOG = System.getLogger(ClientSocket.class.getName());

    private final Session client;
    private final Runnable gone;
    private final ReentrantLock writing = new ReentrantLock();
    private final ScheduledFuture<?> beat;
    private volatile long heardAt = System.nanoTime();

    /**
     * @param gone what to do when it is not there any more; may be told more than once
     */
    public ClientSocket(Session client, Heartbeat heartbeat, Runnable gone) {
        this.client = client;
        this.gone = gone;
        client.addMessageHandler(PongMessage.class, _ -> heard());
        this.beat = heartbeat.every(Heartbeat.PING, this::beat);
    }

    /** Before anything is said: binary messages up to this length, and no idle time of its own. */
    public static void prepare(Session client, int longestMessage) {
        client.setMaxIdleTimeout(0);
        client.setMaxBinaryMessageBufferSize(longestMessage);
        client.setMaxTextMessageBufferSize(1);
    }

    /** Tells one with whom nothing begins why: it sees no answer that is none of a WebSocket. */
    public static void refuse(Session client, ByteBuffer last) {
        try {
            client.getBasicRemote().sendBinary(last);
            client.close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, "refused"));
        } catch (IOException | IllegalStateException nobody) {
            LOG.log(Level.DEBUG, "nobody was there to be told", nobody);
        }
    }

    /** It said something. */
    public void heard() {
        heardAt = System.nanoTime();
    }

    /** Waits while it does not read. */
    public void send(ByteBuffer message) throws IOException {
        writing.lock();
        try {
            client.getBasicRemote().sendBinary(message);
        } catch (IllegalStateException closed) {
            throw new IOException(closed);
        } finally {
            writing.unlock();
        }
    }

    public void close(CloseReason.CloseCode code, String why) {
        try {
            client.close(new CloseReason(code, why));
        } catch (IOException | IllegalStateException before) {
            LOG.log(Level.DEBUG, "a connection was gone already", before);
        }
    }

    /** Nobody has to know any longer whether it is there. */
    public void stopAsking() {
        beat.cancel(false);
    }

    /** While somebody writes nobody else may, nor has to: what is under way asks, too. */
    private void beat() {
        Duration most = writing.isLocked() ? Heartbeat.SILENCE_OF_SLOW : Heartbeat.SILENCE;
        if (System.nanoTime() - heardAt > most.toNanos()) {
            stopAsking();
            gone.run();
            close(CloseReason.CloseCodes.GOING_AWAY, "nobody answers");
        } else if (writing.tryLock()) {
            try {
                client.getBasicRemote().sendPing(ByteBuffer.allocate(0));
            } catch (IOException | IllegalStateException broken) {
                gone.run();
            } finally {
                writing.unlock();
            }
        }
    }
}
