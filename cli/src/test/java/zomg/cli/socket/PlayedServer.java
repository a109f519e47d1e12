package zomg.cli.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** The server's side of a WebSocket, on loopback. */
public abstract class PlayedServer extends WebSocketServer implements AutoCloseable {

    private final CountDownLatch started = new CountDownLatch(1);

    protected PlayedServer(String protocol) {
        super(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1,
                List.of(new Draft_6455(List.of(), List.of(new Protocol(protocol)))));
    }

    /** Listens when this returns. */
    protected final void begin() {
        setDaemon(true);
        start();
        try {
            started.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    public final String url() {
        return "http://127.0.0.1:" + getPort();
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        throw new IllegalStateException("a text frame: " + text);
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket socket, Exception failure) {}

    @Override
    public void close() {
        try {
            stop(1_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
