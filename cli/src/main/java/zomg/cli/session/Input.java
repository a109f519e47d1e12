package zomg.cli.session;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What is for the command's stdin. What it has not taken yet is kept, so that it can be sent again
 * over another connection; who gives more than there is room for waits.
 */
final class Input {

    private static final int ROOM = 1024 * 1024;

    private final Line line;
    private final Deque<byte[]> kept = new ArrayDeque<>();
    private long begins;
    private long ends;
    private boolean ended;
    private boolean over;

    Input(Line line) {
        this.line = line;
    }

    /** Somebody else has said so much before us. */
    synchronized void beginAt(long stdin) {
        begins = stdin;
        ends = stdin;
    }

    /**
     * Sends it, now or when there is a connection.
     *
     * @return false if nobody wants it any more
     */
    synchronized boolean add(byte[] bytes) {
        while (ends - begins >= ROOM && !over) {
            try {
                wait();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        kept.add(bytes);
        ends += bytes.length;
        line.send(Frame.stdin(bytes));
        return !over;
    }

    synchronized void end() {
        ended = true;
        line.send(Frame.endOfStdin());
    }

    /**
     * @param stdin how many bytes the command has taken since it began
     */
    synchronized void accepted(long stdin) {
        while (!kept.isEmpty() && begins + kept.getFirst().length <= stdin) {
            begins += kept.removeFirst().length;
        }
        notifyAll();
    }

    /** Over a new connection: all that the command has not taken. */
    synchronized void again(long stdin) {
        accepted(stdin);
        long at = begins;
        for (byte[] bytes : kept) {
            int taken = (int) Math.max(0, stdin - at);
            at += bytes.length;
            line.send(Frame.stdin(Arrays.copyOfRange(bytes, taken, bytes.length)));
        }
        if (ended) {
            line.send(Frame.endOfStdin());
        }
    }

    /** Nobody waits any longer. */
    synchronized void close() {
        over = true;
        notifyAll();
    }
}
