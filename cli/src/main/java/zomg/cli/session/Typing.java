package zomg.cli.session;

import java.io.IOException;
import java.io.InputStream;

/** Sends what comes in, as it comes, then its end. Never more of it waits here than two frames. */
final class Typing implements Runnable {

    private final InputStream in;
    private final Peer peer;

    private Typing(InputStream in, Peer peer) {
        this.in = in;
        this.peer = peer;
    }

    /** Nobody waits for it: a read of a terminal cannot be interrupted. */
    static void start(InputStream in, Peer peer) {
        Thread.ofPlatform().name("stdin").daemon().start(new Typing(in, peer));
    }

    @Override
    public void run() {
        byte[] buffer = new byte[Frame.LONGEST - 1];
        int length = read(buffer);
        while (length >= 0 && peer.awaitRoom()) {
            peer.send(Frame.stdin(buffer, length));
            length = read(buffer);
        }
        peer.send(Frame.endOfStdin());
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
