package zomg.cli.tunnel;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;

/**
 * The WebSocket of a tunnel. Reads on the thread that calls {@link #run}, and never waits there.
 */
final class TunnelSocket extends WebSocketClient {

    static final String PROTOCOL = "v1.tunnel.zomg";

    private static final int LONGEST_MESSAGE = 1024 * 1024;
    private static final long MOMENT_NANOS = 100_000;

    /** A server that does not answer a ping for longer is gone. */
    private static final int SILENCE_SECONDS = 60;

    /** The library says it in words only. */
    private static final Pattern REFUSED =
            Pattern.compile("Invalid status code received: (\\d+) .*");

    private final Listener listener;

    /** Whoever has it may add to what is to be sent, once that is little. */
    private final ReentrantLock sending = new ReentrantLock();

    private boolean opened;
    private String closed = "";
    private IOException broken;

    /** Hears what comes. */
    interface Listener {
        void hear(Message message);
    }

    @SuppressWarnings("deprecation") // a factory of sockets would have to make four other kinds
    TunnelSocket(URI url, Socket socket, Listener listener) {
        super(url, new Draft_6455(List.of(), List.of(new Protocol(PROTOCOL)), LONGEST_MESSAGE));
        this.listener = listener;
        setSocket(socket);
        setTcpNoDelay(true);
        setConnectionLostTimeout(SILENCE_SECONDS);
    }

    /** The socket that it was given looks, if it shall. */
    @Override
    protected void onSetSSLParameters(SSLParameters parameters) {}

    boolean hasOpened() {
        return opened;
    }

    /** The status of HTTP that there was instead of a tunnel. */
    Optional<Integer> refusal() {
        Matcher refused = REFUSED.matcher(closed);
        return refused.matches()
                ? Optional.of(Integer.parseInt(refused.group(1)))
                : Optional.empty();
    }

    Optional<IOException> broken() {
        return Optional.ofNullable(broken);
    }

    /** Waits until what was sent before is on its way; who is at the end says nothing. */
    void send(Message message) {
        sending.lock();
        try {
            while (isOpen() && hasBufferedData()) {
                LockSupport.parkNanos(MOMENT_NANOS);
            }
            send(message.bytes());
        } catch (WebsocketNotConnectedException over) {
            // nobody wants it any more
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        opened = true;
        try {
            getSocket().setSoTimeout(0);
        } catch (SocketException gone) {
            // the next read says so
        }
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

    @Override
    public void onClose(int code, String reason, boolean remote) {
        closed = reason == null ? "" : reason;
    }

    @Override
    public void onError(Exception failure) {
        if (broken == null && failure instanceof IOException io) {
            broken = io;
        }
    }
}
