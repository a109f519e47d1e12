package zomg.local;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import zomg.linux.process.Child;
import zomg.linux.process.Runner;

/**
 * One run of zomg-runner. Frames in both directions: four bytes length, big-endian, of what
 * follows; one byte channel; the payload.
 */
final class RunnerCall implements AutoCloseable {

    static final int STDOUT = 1;
    static final int STDERR = 2;
    static final int STATUS = 3;
    static final int CONTROL = 5;
    static final int PLAN = 6;
    static final int STARTED = 7;

    private static final int MAX_FRAME = 1024 * 1024 + 1;
    private static final int HALF_CLOSE = 255;
    private static final int STDIN = 0;

    /** One frame from the runner. */
    record Frame(int channel, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private final Child process;
    private final DataOutputStream toRunner;
    private final DataInputStream fromRunner;

    private RunnerCall(Child process) {
        this.process = process;
        this.toRunner = new DataOutputStream(new BufferedOutputStream(process.input()));
        this.fromRunner = new DataInputStream(new BufferedInputStream(process.output()));
    }

    /** Starts the runner and gives it the plan. */
    static RunnerCall start(Runner runner, String verb, RunnerPlan plan) {
        RunnerCall call;
        try {
            call = new RunnerCall(runner.start(verb));
        } catch (IOException failure) {
            throw new RunnerFailed("cannot be started", failure);
        }
        call.send(PLAN, plan.toBytes());
        return call;
    }

    /** Gives the command something to read; waits while it takes no more. */
    void input(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += MAX_FRAME - 1) {
            send(STDIN, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + MAX_FRAME - 1)));
        }
    }

    /**
     * @param text see the runner's README
     */
    void control(String text) {
        send(CONTROL, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Tells the command that there is no input, without ending the call. */
    void closeInput() {
        send(HALF_CLOSE, new byte[] {STDIN});
    }

    /** A runner that hears no more has ended, or is about to: its frames say how. */
    private synchronized void send(int channel, byte[] payload) {
        try {
            toRunner.writeInt(payload.length + 1);
            toRunner.writeByte(channel);
            toRunner.write(payload);
            toRunner.flush();
        } catch (IOException closed) {
            // next() tells
        }
    }

    /**
     * The next frame.
     *
     * @throws RunnerFailed if the runner ended without saying how
     */
    Frame next() {
        try {
            int length = fromRunner.readInt();
            if (length < 1 || length > MAX_FRAME) {
                throw new RunnerFailed("frame of %d bytes".formatted(length));
            }
            int channel = fromRunner.readUnsignedByte();
            byte[] payload = new byte[length - 1];
            fromRunner.readFully(payload);
            return new Frame(channel, payload);
        } catch (EOFException ended) {
            throw new RunnerFailed("ended without a status", ended);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the call; the runner takes the command it watches with it. */
    void hangUp() {
        process.closeInput();
    }

    /** For a runner that does not end after {@link #hangUp}. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
