package zomg.cli.tunnel;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;
import zomg.cli.socket.ServerWebSocket;
import zomg.cli.support.Call;
import zomg.cli.support.Http;

/** The WebSocket of a tunnel. What reads it never waits. */
final class TunnelSocket extends ServerWebSocket {

    static final String PROTOCOL = "v1.tunnel.zomg";

    private static final int LONGEST_MESSAGE = 1024 * 1024;

    /** A server that does not answer a ping for longer is gone. */
    private static final int SILENCE_SECONDS = 60;

    private final Listener listener;

    /** Whoever has it may add to what is to be sent, once that is little. */
    private final ReentrantLock sending = new ReentrantLock();

    /** Hears what comes. */
    interface Listener {
        void hear(Message message);
    }

    TunnelSocket(Http http, Call call, Listener listener) {
        super(http, call, PROTOCOL, LONGEST_MESSAGE);
        this.listener = listener;
        setConnectionLostTimeout(SILENCE_SECONDS);
    }

    /** Waits until what was sent before is on its way; who is at the end says nothing. */
    void send(Message message) {
        sending.lock();
        try {
            awaitRoom();
            sendIfOpen(message.bytes());
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        super.onOpen(handshake);
        readWithin(0);
    }

    @Override
    public void onMessage(ByteBuffer message) {
        try {
            listener.hear(Message.of(message));
        } catch (RuntimeException malformed) {
            close(CloseFrame.PROTOCOL_ERROR);
        }
    }

    @Override
    public void onMessage(String text) {
        close(CloseFrame.REFUSE);
    }
}
