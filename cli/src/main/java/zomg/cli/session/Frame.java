package zomg.cli.session;

import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One message: a byte that names its channel, then what it carries. */
record Frame(int channel, ByteBuffer payload) {

    static final int STDIN = 0;
    static final int STDOUT = 1;
    static final int STDERR = 2;

    /** How the command ended, or why it was refused. */
    static final int STATUS = 3;

    static final int WINDOW = 4;

    /** Environment and signals there; the session's name back. */
    static final int CONTROL = 5;

    /** Closes the channel that it carries. */
    static final int END = 255;

    /** With the byte of the channel. */
    static final int LONGEST = 32 * 1024;

    /**
     * @param message not empty
     */
    static Frame of(ByteBuffer message) {
        return new Frame(Byte.toUnsignedInt(message.get()), message.slice());
    }

    static Frame stdin(byte[] bytes) {
        return new Frame(STDIN, ByteBuffer.wrap(bytes));
    }

    static Frame endOfStdin() {
        return new Frame(END, ByteBuffer.wrap(new byte[] {STDIN}));
    }

    static Frame window(Window window) {
        return text(
                WINDOW, "{\"Width\":%d,\"Height\":%d}".formatted(window.columns(), window.rows()));
    }

    /**
     * @param late the command, if the address has none
     */
    static Frame opening(Map<String, String> variables, List<String> late) {
        String env = Jsonb.instance().type(Types.mapOf(String.class)).toJson(variables);
        if (late.isEmpty()) {
            return text(CONTROL, "{\"env\":" + env + "}");
        }
        String command = Jsonb.instance().type(Types.listOf(String.class)).toJson(late);
        return text(CONTROL, "{\"env\":" + env + ",\"command\":" + command + "}");
    }

    /** To a session that was lost, by who has this much of its output. */
    static Frame resume(String session, long stdout, long stderr) {
        return text(
                CONTROL,
                "{\"resume\":{\"session\":\"%s\",\"from\":%s}}"
                        .formatted(session, offsets(stdout, stderr)));
    }

    /** To a session of which nothing was heard. */
    static Frame attach(String session) {
        return text(CONTROL, "{\"resume\":{\"session\":\"%s\"}}".formatted(session));
    }

    /** So much of the output has arrived. */
    static Frame confirmation(long stdout, long stderr) {
        return text(CONTROL, "{\"ack\":%s}".formatted(offsets(stdout, stderr)));
    }

    private static String offsets(long stdout, long stderr) {
        return "{\"stdout\":%d,\"stderr\":%d}".formatted(stdout, stderr);
    }

    /**
     * @param name without SIG
     */
    static Frame signal(String name) {
        return text(CONTROL, "{\"signal\":\"%s\"}".formatted(name));
    }

    /** It changes nothing. */
    static Frame nothing() {
        return text(CONTROL, "{}");
    }

    private static Frame text(int channel, String text) {
        return new Frame(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** As it goes over the wire. */
    ByteBuffer message() {
        ByteBuffer message = ByteBuffer.allocate(1 + payload.remaining());
        return message.put((byte) channel).put(payload.duplicate()).flip();
    }

    byte[] bytes() {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }
}
