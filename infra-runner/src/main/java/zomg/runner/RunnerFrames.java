package zomg.runner;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What zomg-runner and we say to each other. Frames in both directions: four bytes length,
 * big-endian, of what follows; one byte channel; the payload.
 */
public final class RunnerFrames {

    public static final int STDIN = 0;
    public static final int STDOUT = 1;
    public static final int STDERR = 2;
    public static final int STATUS = 3;
    public static final int CONTROL = 5;
    public static final int PLAN = 6;
    public static final int STARTED = 7;
    public static final int ITEM = 8;
    public static final int SESSION = 9;
    public static final int STREAMS = 16;
    public static final int HALF_CLOSE = 255;

    private static final int MAX_FRAME = 1024 * 1024 + 1;

    /** For heads and what is short: what is longer is not read through it. Sessions are many. */
    private static final int BUFFER = 8 * 1024;

    /**
     * A frame of input with its head: who gets the head alone wakes for it, and waits again. It
     * grows to that only where it is used.
     */
    private static final int TOGETHER = 64 * 1024 + 8;

    /** One frame from the runner. */
    public record Frame(int channel, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /** One frame, whose payload is the first bytes of an array. */
    public record Piece(int channel, byte[] bytes, int length) {

        /** A copy of it. */
        public byte[] payload() {
            return Arrays.copyOf(bytes, length);
        }

        public String text() {
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }

    private final DataInputStream from;
    private final DataOutputStream to;
    private final ReentrantLock writing = new ReentrantLock();

    public RunnerFrames(InputStream from, OutputStream to) {
        this.from = new DataInputStream(new BufferedInputStream(from, BUFFER));
        this.to = new DataOutputStream(new BufferedOutputStream(to, TOGETHER));
    }

    /** Waits for as long as the runner does not read. */
    public void send(int channel, byte[] payload) throws IOException {
        send(channel, payload, payload.length);
    }

    /** As {@link #send(int, byte[])}, of the first bytes of {@code payload}. */
    public void send(int channel, byte[] payload, int length) throws IOException {
        writing.lock();
        try {
            write(channel, payload, length);
        } finally {
            writing.unlock();
        }
    }

    /**
     * @param text see the runner's README
     */
    public void control(String text) throws IOException {
        send(CONTROL, bytes(text));
    }

    /**
     * As {@link #control}, unless somebody else waits to be read.
     *
     * @return whether it was said
     */
    public boolean tryControl(String text) throws IOException {
        if (!writing.tryLock()) {
            return false;
        }
        try {
            byte[] said = bytes(text);
            write(CONTROL, said, said.length);
            return true;
        } finally {
            writing.unlock();
        }
    }

    /** Tells the command that there is no more input. */
    public void closeInput() throws IOException {
        send(HALF_CLOSE, new byte[] {STDIN});
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void write(int channel, byte[] payload, int length) throws IOException {
        to.writeInt(length + 1);
        to.writeByte(channel);
        to.write(payload, 0, length);
        to.flush();
    }

    /**
     * The next frame; waits for it.
     *
     * @throws java.io.EOFException when there are no more
     */
    public Frame next() throws IOException {
        Head head = head();
        byte[] payload = new byte[head.length()];
        from.readFully(payload);
        return new Frame(head.channel(), payload);
    }

    /** What every frame begins with. */
    private record Head(int channel, int length) {}

    private Head head() throws IOException {
        int length = from.readInt();
        if (length < 1 || length > MAX_FRAME) {
            throw new RunnerFailed("frame of %d bytes".formatted(length));
        }
        return new Head(from.readUnsignedByte(), length - 1);
    }

    /**
     * As {@link #next}, with the payload in {@code into} where it has room for it: for what is of
     * no use any more when the next one comes.
     */
    public Piece next(byte[] into) throws IOException {
        Head head = head();
        byte[] payload = head.length() <= into.length ? into : new byte[head.length()];
        from.readFully(payload, 0, head.length());
        return new Piece(head.channel(), payload, head.length());
    }
}
