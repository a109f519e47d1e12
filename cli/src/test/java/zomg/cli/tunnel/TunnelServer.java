package zomg.cli.tunnel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** Plays the server's part of a tunnel: port 7 says what it hears, elsewhere nobody listens. */
final class TunnelServer extends WebSocketServer implements AutoCloseable {

    private static final int ECHO = 7;

    private final CountDownLatch started = new CountDownLatch(1);
    private final LinkedBlockingQueue<WebSocket> clients = new LinkedBlockingQueue<>();
    private final Message first;
    private String path = "";

    /** One that is ready. */
    TunnelServer() {
        this(new Message(Message.READY, 0, ByteBuffer.allocate(0)));
    }

    TunnelServer(Message first) {
        super(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1,
                List.of(new Draft_6455(List.of(), List.of(new Protocol(TunnelSocket.PROTOCOL)))));
        this.first = first;
        setDaemon(true);
        start();
        try {
            started.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    static Message over(String reason, String message) {
        String json = "{\"reason\":\"%s\",\"message\":\"%s\"}".formatted(reason, message);
        return new Message(Message.OVER, 0, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
    }

    String url() {
        return "http://127.0.0.1:" + getPort();
    }

    synchronized String path() {
        return path;
    }

    void end(Message last) {
        try {
            WebSocket client = clients.take();
            client.send(last.bytes());
            client.close(1000);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public synchronized void onOpen(WebSocket client, ClientHandshake handshake) {
        path = handshake.getResourceDescriptor();
        client.send(first.bytes());
        if (first.kind() == Message.OVER) {
            client.close(1000);
        }
        clients.add(client);
    }

    @Override
    public void onMessage(WebSocket client, ByteBuffer bytes) {
        Message message = Message.of(bytes);
        switch (message.kind()) {
            case Message.OPEN -> {
                if (message.payload().getShort() != ECHO) {
                    client.send(Message.reset(message.stream()).bytes());
                }
            }
            case Message.DATA -> {
                client.send(message.bytes());
                client.send(
                        Message.credit(message.stream(), message.payload().remaining()).bytes());
            }
            case Message.END -> client.send(message.bytes());
            default -> {
                // it has room for everything
            }
        }
    }

    @Override
    public void onMessage(WebSocket client, String text) {
        throw new IllegalStateException("a text frame: " + text);
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void onClose(WebSocket client, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket client, Exception failure) {}

    @Override
    public void close() {
        try {
            stop(1_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
