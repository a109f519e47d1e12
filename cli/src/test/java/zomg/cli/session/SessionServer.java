package zomg.cli.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import zomg.cli.socket.PlayedServer;

/** Plays the server's part of a session over a real WebSocket, and remembers what it was told. */
public final class SessionServer extends PlayedServer {

    /** Of the session, whichever it is. */
    public static final String ID = "kq3v5m2xw4ta";

    private static final int ACCEPTED_AT_ONCE = 64 * 1024;

    /** What a script says to the command. */
    public record Client(WebSocket socket) {

        public Client greet() {
            return greet(0, 0);
        }

        /** As one that has taken and said something already. */
        public Client greet(long stdin, long stdout) {
            said().stdout = stdout;
            said().confirmed = said().all();
            return say(
                    5,
                    "{\"session\":{\"id\":\"%s\",\"stdin\":%d,\"stdout\":%d,\"stderr\":0}}"
                            .formatted(ID, stdin, stdout));
        }

        /** How much of the input it has taken. */
        public Client accept(long stdin) {
            return say(5, "{\"ack\":{\"stdin\":%d}}".formatted(stdin));
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
            said().stdout += channel == 1 ? bytes.length : 0;
            said().stderr += channel == 2 ? bytes.length : 0;
            socket.send(
                    ByteBuffer.allocate(1 + bytes.length).put((byte) channel).put(bytes).flip());
            return this;
        }

        /** What was said is to be confirmed before the connection is closed. */
        public void exit(int code) {
            say(
                    3,
                    code == 0
                            ? "{\"metadata\":{},\"status\":\"Success\"}"
                            : """
                            {"metadata":{},"status":"Failure","reason":"NonZeroExitCode","message":"it failed",\
                            "details":{"causes":[{"reason":"ExitCode","message":"%d"}]}}"""
                                    .formatted(code));
            said().ended = true;
            closeIfConfirmed();
        }

        private Said said() {
            return socket.getAttachment();
        }

        private void closeIfConfirmed() {
            if (said().ended && said().confirmed.equals(said().all())) {
                socket.close(1000);
            }
        }

        public void refuse(String reason, String message, int code) {
            say(
                    3,
                    "{\"status\":\"Failure\",\"reason\":\"%s\",\"message\":\"%s\",\"code\":%d}"
                            .formatted(reason, message, code));
            socket.close(1000);
        }

        /** Without a word. */
        public void drop() {
            socket.closeConnection(1006, "");
        }
    }

    /** Over one connection. */
    private static final class Said {

        private long stdout;
        private long stderr;
        private String confirmed = all();
        private boolean ended;

        /** As the command confirms it. */
        private String all() {
            return "5 {\"ack\":{\"stdout\":%d,\"stderr\":%d}}".formatted(stdout, stderr);
        }
    }

    private final List<String> frames = new ArrayList<>();
    private final ByteArrayOutputStream stdin = new ByteArrayOutputStream();
    private final Map<String, String> headers = new HashMap<>();
    private int longest;
    private String path = "";
    private Consumer<Client> onBegin = client -> client.greet().exit(0);
    private Consumer<Client> onReturn = client -> client.greet().exit(0);
    private boolean accepts = true;
    private int accepted;
    private boolean isFirst = true;
    private boolean hasReturned;
    private volatile boolean isAnother;
    private Consumer<Client> onEndOfStdin = _ -> {};
    private BiConsumer<Client, String> onFrame = (_, _) -> {};
    private Optional<BiConsumer<Client, String>> onStdin = Optional.empty();

    public SessionServer() {
        super(SessionSocket.PROTOCOL);
        begin();
    }

    /** What comes of the first frame; else a greeting and exit code 0. */
    public SessionServer begins(Consumer<Client> script) {
        onBegin = script;
        return this;
    }

    /** What comes of the first frame of each connection after the first one. */
    public SessionServer returns(Consumer<Client> script) {
        onReturn = script;
        return this;
    }

    /** Does not say by itself that it has taken what it was sent. */
    public SessionServer acceptsNothing() {
        accepts = false;
        return this;
    }

    /** From now on it is one that opens no WebSocket to who comes. */
    public void becomeAnother() {
        isAnother = true;
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
        if (isAnother) {
            throw new InvalidDataException(CloseFrame.POLICY_VALIDATION);
        }
        return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
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
        onStdin = Optional.of(script);
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
        hasReturned = !frames.isEmpty();
        isFirst = true;
        socket.setAttachment(new Said());
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
            if (accepts && stdin.size() - accepted >= ACCEPTED_AT_ONCE) {
                accepted = stdin.size();
                new Client(socket).accept(accepted);
            }
            onStdin.ifPresent(
                    script ->
                            script.accept(
                                    new Client(socket), stdin.toString(StandardCharsets.UTF_8)));
            return;
        }
        String frame =
                channel == 255
                        ? "255 " + bytes[0]
                        : channel + " " + new String(bytes, StandardCharsets.UTF_8);
        frames.add(frame);
        Client client = new Client(socket);
        if (isFirst) {
            isFirst = false;
            (hasReturned ? onReturn : onBegin).accept(client);
        } else if (channel == 255) {
            onEndOfStdin.accept(client);
        }
        onFrame.accept(client, frame);
        if (frame.startsWith("5 {\"ack\"")) {
            client.said().confirmed = frame;
            client.closeIfConfirmed();
        }
    }
}
