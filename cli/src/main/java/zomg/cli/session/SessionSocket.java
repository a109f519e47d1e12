package zomg.cli.session;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;

/** The WebSocket that carries a conversation. Reads on the thread that calls {@link #run}. */
final class SessionSocket extends WebSocketClient implements Peer {

    static final String PROTOCOL = "v1.exec.zomg";

    private static final int LONGEST_MESSAGE = 16 * 1024 * 1024;
    private static final int END_MILLIS = 1_000;

    /** The server says something every twenty seconds, if only that it is there. */
    private static final int SILENCE_MILLIS = 60_000;

    private static final long MOMENT_NANOS = 100_000;

    /** The library says it in words only. */
    private static final Pattern REFUSED =
            Pattern.compile("Invalid status code received: (\\d+) .*");

    private final Conversation conversation;
    private boolean opened;
    private String closed = "";
    private IOException broken;

    @SuppressWarnings("deprecation") // a factory of sockets would have to make four other kinds
    SessionSocket(URI url, Socket socket, Conversation conversation) {
        super(url, new Draft_6455(List.of(), List.of(new Protocol(PROTOCOL)), LONGEST_MESSAGE));
        this.conversation = conversation;
        setSocket(socket);
        setTcpNoDelay(true);
        // A pong is not read while nobody reads the output, as in `zomg exec … | less`: TCP asks.
        setConnectionLostTimeout(0);
    }

    /** The socket that it was given looks, if it shall. */
    @Override
    protected void onSetSSLParameters(SSLParameters parameters) {}

    /** Returns at the connection's end, when all is sent. */
    @Override
    public void run() {
        super.run();
        long deadline = System.nanoTime() + END_MILLIS * 1_000_000L;
        while (!getSocket().isClosed() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(MOMENT_NANOS);
        }
    }

    boolean hasOpened() {
        return opened;
    }

    /** The status of HTTP that there was instead of a session. */
    Optional<Integer> refusal() {
        Matcher refused = REFUSED.matcher(closed);
        return refused.matches()
                ? Optional.of(Integer.parseInt(refused.group(1)))
                : Optional.empty();
    }

    Optional<IOException> broken() {
        return Optional.ofNullable(broken);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        opened = true;
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
        closed = reason == null ? "" : reason;
        if (opened) {
            conversation.lose(code == CloseFrame.NORMAL && remote);
        }
    }

    @Override
    public void onError(Exception failure) {
        if (broken == null && failure instanceof IOException io) {
            broken = io;
        }
    }

    @Override
    public void send(Frame frame) {
        try {
            send(frame.message());
        } catch (WebsocketNotConnectedException over) {
            // nobody wants it any more
        }
    }

    @Override
    public void awaitRoom() {
        while (isOpen() && hasBufferedData()) {
            LockSupport.parkNanos(MOMENT_NANOS);
        }
    }

    @Override
    public void expectEnd() {
        readWithin(END_MILLIS);
    }

    @Override
    public void end() {
        close(CloseFrame.NORMAL);
    }

    private void readWithin(int millis) {
        try {
            getSocket().setSoTimeout(millis);
        } catch (SocketException gone) {
            // the next read says so
        }
    }
}
