package zomg.it;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A WebSocket to a command, by the JDK's client. */
final class Talk implements AutoCloseable {

    static final String ZOMG = "v1.exec.zomg";
    static final String KUBERNETES = "v5.channel.k8s.io";

    private static final long ROOM = 1 << 20;
    private static final Pattern TAKEN = Pattern.compile("\\{\"ack\":\\{\"stdin\":([0-9]+)}}");
    private static final int PATIENCE_SECONDS = 60;
    private static final int CONFIRMED_AT_ONCE = 64 * 1024;

    /** The first byte of a message, and the others. */
    record Frame(int channel, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private final HttpClient client;
    private final Ears ears = new Ears();
    private final WebSocket socket;
    private final boolean confirms;
    private final long[] heard = new long[2];
    private long unconfirmed;
    private long sent;
    private long accepted;

    private Talk(
            HttpClient client,
            WebSocket.Builder builder,
            URI address,
            boolean confirms,
            boolean reading) {
        this.client = client;
        this.confirms = confirms;
        ears.reading = reading;
        this.socket = builder.buildAsync(address, ears).join();
    }

    /**
     * @param path with its query
     * @throws CompletionException if there is no upgrade
     */
    static Talk open(Instance zomg, String subprotocol, String path) {
        return open(
                zomg, subprotocol, path, Map.of("Authorization", "Bearer " + zomg.token()), true);
    }

    static Talk open(
            Instance zomg,
            String subprotocol,
            String path,
            Map<String, String> headers,
            boolean reading) {
        HttpClient client = HttpClient.newHttpClient();
        WebSocket.Builder builder = client.newWebSocketBuilder().subprotocols(subprotocol);
        headers.forEach(builder::header);
        try {
            return new Talk(
                    client,
                    builder,
                    URI.create(zomg.url().replaceFirst("http", "ws") + path),
                    subprotocol.equals(ZOMG),
                    reading);
        } catch (CompletionException refused) {
            client.shutdownNow();
            throw refused;
        }
    }

    /** The path of a command in a box. */
    static String exec(String box, String... command) {
        return "/v1/projects/default/boxes/%s/exec/ws?%s"
                .formatted(
                        box,
                        Stream.of(command)
                                .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
                                .map(word -> "command=" + word)
                                .collect(Collectors.joining("&")));
    }

    /** One at a time: the client takes no second message while one is under way. */
    synchronized void say(int channel, byte[] payload) {
        awaitRoom(channel == 0 ? payload.length : 0);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 1);
        socket.sendBinary(frame.put((byte) channel).put(payload).flip(), true).join();
    }

    /** Who sends more than that ahead may keep its own confirmations from the server. */
    private void awaitRoom(int bytes) {
        try {
            while (confirms && bytes > 0 && sent + bytes - accepted > ROOM) {
                wait(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
            sent += bytes;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    void say(int channel, String text) {
        say(channel, text.getBytes(StandardCharsets.UTF_8));
    }

    void endInput() {
        say(255, new byte[] {0});
    }

    /** All but what the server says about the input. */
    Frame next() throws InterruptedException {
        while (true) {
            Frame frame = ears.frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("nothing came");
            }
            if (!isAboutInput(frame)) {
                count(frame);
                return frame;
            }
        }
    }

    private synchronized boolean isAboutInput(Frame frame) {
        Matcher taken = TAKEN.matcher(frame.channel() == 5 ? frame.text() : "");
        if (taken.matches()) {
            accepted = Long.parseLong(taken.group(1));
            notifyAll();
        }
        return taken.matches();
    }

    /** What is not confirmed is kept for who comes back, and there is not room for all of it. */
    private void count(Frame frame) {
        boolean isOutput = frame.channel() == 1 || frame.channel() == 2;
        heard[frame.channel() == 2 ? 1 : 0] += isOutput ? frame.payload().length : 0;
        unconfirmed += isOutput ? frame.payload().length : 0;
        boolean isDue = unconfirmed >= CONFIRMED_AT_ONCE || frame.channel() == 3;
        if (confirms && unconfirmed > 0 && isDue) {
            unconfirmed = 0;
            say(5, "{\"ack\":{\"stdout\":%d,\"stderr\":%d}}".formatted(heard[0], heard[1]));
        }
    }

    /** Everything on a channel until {@code wanted} is in it. */
    String await(int channel, String wanted) throws InterruptedException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(wanted) < 0) {
            Frame frame = next();
            if (frame.channel() != channel) {
                throw new AssertionError(heard + " and then " + frame.channel() + frame.text());
            }
            heard.append(frame.text());
        }
        return heard.toString();
    }

    /** The last frame; what comes before it goes to {@code stdout}, with stderr. */
    String status(ByteArrayOutputStream stdout) throws InterruptedException {
        Frame frame = next();
        while (frame.channel() != 3) {
            stdout.writeBytes(frame.payload());
            frame = next();
        }
        return frame.text();
    }

    /** Goes, and says so. */
    void bye() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** Goes without a word. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    private static final class Ears implements WebSocket.Listener {

        private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream part = new ByteArrayOutputStream();
        private boolean reading;

        @Override
        public void onOpen(WebSocket socket) {
            if (reading) {
                socket.request(1);
            }
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
            byte[] some = new byte[bytes.remaining()];
            bytes.get(some);
            part.writeBytes(some);
            if (last) {
                byte[] all = part.toByteArray();
                part.reset();
                frames.add(
                        new Frame(
                                Byte.toUnsignedInt(all[0]),
                                Arrays.copyOfRange(all, 1, all.length)));
            }
            socket.request(1);
            return null;
        }
    }
}
