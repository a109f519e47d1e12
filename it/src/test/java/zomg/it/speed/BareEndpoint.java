package zomg.it.speed;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a WebSocket of the server can do at all: bytes that are there already, or that nobody wants.
 */
@ServerEndpoint("/{way}")
public class BareEndpoint {

    private static final int LONGEST_MESSAGE = 1024 * 1024;

    private long left;

    /**
     * @param way {@code out}, or {@code in}, which is answered at its end. Query: {@code size},
     *     bytes of all; {@code message}, bytes of each message that goes out
     */
    @OnOpen
    public void open(Session client, @PathParam("way") String way) {
        client.setMaxIdleTimeout(0);
        client.setMaxBinaryMessageBufferSize(LONGEST_MESSAGE);
        long size = number(client, "size");
        if (way.equals("in")) {
            left = size;
            return;
        }
        int message = (int) number(client, "message");
        Thread.ofPlatform().daemon().start(() -> stream(client, size, new byte[message]));
    }

    @OnMessage
    public void take(Session client, byte[] message) throws IOException {
        left -= message.length;
        if (left <= 0) {
            client.getBasicRemote().sendBinary(ByteBuffer.allocate(1));
        }
    }

    private static long number(Session client, String name) {
        return Long.parseLong(client.getRequestParameterMap().get(name).getFirst());
    }

    private static void stream(Session client, long size, byte[] message) {
        try {
            for (long sent = 0; sent < size; sent += message.length) {
                client.getBasicRemote().sendBinary(ByteBuffer.wrap(message));
            }
        } catch (IOException | IllegalStateException gone) {
            // nobody waits for more
        }
    }
}
