package zomg.cli.tunnel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import zomg.cli.socket.PlayedServer;

/** Plays the server's part of a tunnel: port 7 says what it hears, elsewhere nobody listens. */
final class TunnelServer extends PlayedServer {

    private static final int ECHO = 7;

    private final LinkedBlockingQueue<WebSocket> clients = new LinkedBlockingQueue<>();
    private final Message first;
    private String path = "";

    /** One that is ready. */
    TunnelServer() {
        this(new Message(Message.READY, 0, ByteBuffer.allocate(0)));
    }

    TunnelServer(Message first) {
        super(TunnelSocket.PROTOCOL);
        this.first = first;
        begin();
    }

    static Message over(String reason, String message) {
        String json = "{\"reason\":\"%s\",\"message\":\"%s\"}".formatted(reason, message);
        return new Message(Message.OVER, 0, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
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
}
