package zomg.cli.session;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** Plays the server's part of a session over a real WebSocket, and remembers what it was told. */
public final class SessionServer extends WebSocketServer implements AutoCloseable {

    /** What a script says to the command. */
    public record Client(WebSocket socket) {

        public Client greet() {
            return say(5, "{\"session\":{\"id\":\"kq3v5m2xw4ta\",\"stdin\":0}}");
        }

        public Client out(String text) {
            return say(1, text);
        }

        public Client err(String text) {
            return say(2, text);
        }

        public Client say(int channel, String text) {
            return say(channel, text.getBytes(StandardCharsets.UTF_8));
        }

        public Client say(int channel, byte[] bytes) {
            socket.send(
                    ByteBuffer.allocate(1 + bytes.length).put((byte) channel).put(bytes).flip());
            return this;
        }

        public void exit(int code) {
            end(
                    code == 0
                            ? "{\"metadata\":{},\"status\":\"Success\"}"
                            : """
                            {"metadata":{},"status":"Failure","reason":"NonZeroExitCode","message":"it failed",\
                            "details":{"causes":[{"reason":"ExitCode","message":"%d"}]}}"""
                                    .formatted(code));
        }

        public void refuse(String reason, String message, int code) {
            end(
                    "{\"status\":\"Failure\",\"reason\":\"%s\",\"message\":\"%s\",\"code\":%d}"
                            .formatted(reason, message, code));
        }

        private void end(String status) {
            say(3, status);
            socket.close(1000);
        }

        /** Without a word. */
        public void drop() {
            socket.closeConnection(1006, "");
        }
    }

    private final CountDownLatch started = new CountDownLatch(1);
    private final List<String> frames = new ArrayList<>();
    private final ByteArrayOutputStream stdin = new ByteArrayOutputStream();
    private final Map<String, String> headers = new HashMap<>();
    private int longest;
    private String path = "";
    private Consumer<Client> onBegin = client -> client.greet().exit(0);
    private Consumer<Client> onEndOfStdin = _ -> {};
    private BiConsumer<Client, String> onFrame = (_, _) -> {};
    private BiConsumer<Client, String> onStdin = (_, _) -> {};

    public SessionServer() {
        super(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1,
                List.of(new Draft_6455(List.of(), List.of(new Protocol(SessionSocket.PROTOCOL)))));
        setDaemon(true);
        start();
        try {
            started.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + getPort();
    }

    /** What comes of the first frame; else a greeting and exit code 0. */
    public SessionServer begins(Consumer<Client> script) {
        onBegin = script;
        return this;
    }

    public SessionServer stdinEnds(Consumer<Client> script) {
        onEndOfStdin = script;
        return this;
    }

    /**
     * @param script gets each frame but those of stdin, as {@link #frames} has it
     */
    public SessionServer hears(BiConsumer<Client, String> script) {
        onFrame = script;
        return this;
    }

    /**
     * @param script gets all that came so far, whenever more came
     */
    public SessionServer reads(BiConsumer<Client, String> script) {
        onStdin = script;
        return this;
    }

    /** Channel and text of each frame but those of stdin: {@code 5 {"env":{}}}. */
    public synchronized List<String> frames() {
        return List.copyOf(frames);
    }

    public synchronized byte[] stdin() {
        return stdin.toByteArray();
    }

    public synchronized int longestFrame() {
        return longest;
    }

    public synchronized String path() {
        return path;
    }

    /** By their names in small letters. */
    public synchronized Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    @Override
    public synchronized void onOpen(WebSocket socket, ClientHandshake handshake) {
        path = handshake.getResourceDescriptor();
        for (Iterator<String> names = handshake.iterateHttpFields(); names.hasNext(); ) {
            String name = names.next();
            headers.put(name.toLowerCase(Locale.ROOT), handshake.getFieldValue(name));
        }
    }

    @Override
    public synchronized void onMessage(WebSocket socket, ByteBuffer message) {
        longest = Math.max(longest, message.remaining());
        int channel = Byte.toUnsignedInt(message.get());
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        if (channel == 0) {
            stdin.writeBytes(bytes);
            onStdin.accept(new Client(socket), stdin.toString(StandardCharsets.UTF_8));
            return;
        }
        String frame =
                channel == 255
                        ? "255 " + bytes[0]
                        : channel + " " + new String(bytes, StandardCharsets.UTF_8);
        frames.add(frame);
        Client client = new Client(socket);
        if (frames.size() == 1) {
            onBegin.accept(client);
        } else if (channel == 255) {
            onEndOfStdin.accept(client);
        }
        onFrame.accept(client, frame);
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
