package zomg.cli.session;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;
import zomg.cli.socket.ServerWebSocket;
import zomg.cli.support.Call;
import zomg.cli.support.Http;

/** The WebSocket that carries a conversation. */
final class SessionSocket extends ServerWebSocket implements Peer {

    static final String PROTOCOL = "v1.exec.zomg";

    private static final int LONGEST_MESSAGE = 16 * 1024 * 1024;
    private static final int END_MILLIS = 1_000;

    /** The server says something every twenty seconds, if only that it is there. */
    private static final int SILENCE_MILLIS = 60_000;

    private static final long MOMENT_NANOS = 100_000;

    private final Conversation conversation;

    SessionSocket(Http http, Call call, Conversation conversation) {
        super(http, call, PROTOCOL, LONGEST_MESSAGE);
        this.conversation = conversation;
        // A pong is not read while nobody reads the output, as in `zomg exec … | less`: TCP asks.
        setConnectionLostTimeout(0);
    }

    /** Returns at the connection's end, when all is sent. */
    @Override
    public void run() {
        super.run();
        long deadline = System.nanoTime() + END_MILLIS * 1_000_000L;
        while (!getSocket().isClosed() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(MOMENT_NANOS);
        }
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        super.onOpen(handshake);
        readWithin(SILENCE_MILLIS);
        conversation.begin(this);
    }

    @Override
    public void onMessage(ByteBuffer message) {
        if (message.hasRemaining()) {
            conversation.hear(Frame.of(message));
        }
    }

    @Override
    public void onMessage(String text) {
        conversation.misunderstand();
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
        super.onClose(code, reason, remote);
        if (hasOpened()) {
            conversation.lose(code == CloseFrame.NORMAL && remote);
        }
    }

    @Override
    public void send(Frame frame) {
        sendIfOpen(frame.message());
    }

    @Override
    public void expectEnd() {
        readWithin(END_MILLIS);
    }

    @Override
    public void end() {
        close(CloseFrame.NORMAL);
    }
}
