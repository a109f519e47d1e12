package zomg.cli.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Sends what comes in, as it comes, then its end. */
final class Typing implements Runnable {

    /** Control and C: at a terminal in raw mode it is a key as any other. */
    private static final byte INTERRUPT = 3;

    private final InputStream in;
    private final Input input;
    private final Line line;
    private final Runnable interrupted;

    private Typing(InputStream in, Input input, Line line, Runnable interrupted) {
        this.in = in;
        this.input = input;
        this.line = line;
        this.interrupted = interrupted;
    }

    /**
     * Nobody waits for it: a read of a terminal cannot be interrupted.
     *
     * @param interrupted told when somebody types ^C while there is no connection
     */
    static void start(InputStream in, Input input, Line line, Runnable interrupted) {
        Thread.ofPlatform().name("stdin").daemon().start(new Typing(in, input, line, interrupted));
    }

    @Override
    public void run() {
        byte[] buffer = new byte[Frame.LONGEST - 1];
        int length = read(buffer);
        while (length >= 0 && input.add(Arrays.copyOf(buffer, length))) {
            if (!line.isConnected() && length == 1 && buffer[0] == INTERRUPT) {
                interrupted.run();
            }
            line.awaitRoom();
            length = read(buffer);
        }
        if (length < 0) {
            input.end();
        }
    }

    /** What cannot be read has ended. */
    private int read(byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException gone) {
            return -1;
        }
    }
}
