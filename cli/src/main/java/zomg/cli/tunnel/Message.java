package zomg.cli.tunnel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message: what it is, the number of the connection that it is about, and what it carries.
 *
 * @param stream 0 where it is about the tunnel
 */
record Message(int kind, int stream, ByteBuffer payload) {

    static final int READY = 0;
    static final int OPEN = 1;
    static final int DATA = 2;
    static final int END = 3;
    static final int RESET = 4;
    static final int CREDIT = 5;
    static final int OVER = 6;

    /** Of data. */
    static final int LONGEST = 32 * 1024;

    static final int HEADER = 5;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /**
     * @throws java.nio.BufferUnderflowException if it is too short for one
     */
    static Message of(ByteBuffer message) {
        return new Message(message.get(), message.getInt(), message.slice());
    }

    static Message open(int stream, int port) {
        return new Message(
                OPEN, stream, ByteBuffer.allocate(Short.BYTES).putShort((short) port).flip());
    }

    static Message data(int stream, byte[] buffer, int length) {
        return new Message(DATA, stream, ByteBuffer.wrap(buffer, 0, length));
    }

    static Message end(int stream) {
        return new Message(END, stream, NOTHING);
    }

    static Message reset(int stream) {
        return new Message(RESET, stream, NOTHING);
    }

    static Message credit(int stream, int bytes) {
        return new Message(CREDIT, stream, ByteBuffer.allocate(Integer.BYTES).putInt(bytes).flip());
    }

    /** As it goes over the wire. */
    ByteBuffer bytes() {
        return ByteBuffer.allocate(HEADER + payload.remaining())
                .put((byte) kind)
                .putInt(stream)
                .put(payload.duplicate())
                .flip();
    }

    byte[] content() {
        byte[] content = new byte[payload.remaining()];
        payload.duplicate().get(content);
        return content;
    }

    String text() {
        return new String(content(), StandardCharsets.UTF_8);
    }
}
