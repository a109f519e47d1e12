package zomg.cli.session;

import java.util.List;
import zomg.cli.support.ExitCode;

/** Sends signals on to the command in the box, whose business they are; it decides. */
final class ForwardedSignals implements AutoCloseable {

    /** QUIT is asked for, too; the JVM keeps it, unless it is told not to. */
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP", "QUIT");

    private static final String INTERRUPT = "INT";

    /** Who presses ^C so often within this time means the command here. */
    private static final int ENOUGH = 3;

    private static final long SOON_NANOS = 3_000_000_000L;

    private final Peer peer;
    private final Caught caught;
    private long first;
    private int interrupts;

    ForwardedSignals(Peer peer) {
        this.peer = peer;
        this.caught = new Caught(NAMES, this::forward);
    }

    private void forward(String name) {
        if (name.equals(INTERRUPT) && isEnough()) {
            // In order: else the command would wait for us to come back
            peer.end();
            peer.awaitRoom();
            // Not halt: an ephemeral box is still to be deleted
            Runtime.getRuntime().exit(ExitCode.INTERRUPTED);
        }
        peer.send(Frame.signal(name));
    }

    private synchronized boolean isEnough() {
        long now = System.nanoTime();
        if (interrupts == 0 || now - first > SOON_NANOS) {
            first = now;
            interrupts = 0;
        }
        interrupts++;
        return interrupts >= ENOUGH;
    }

    @Override
    public void close() {
        caught.close();
    }
}
