package zomg.cli.session;

import java.util.List;
import zomg.cli.support.Caught;
import zomg.cli.support.ExitCode;

/** Sends signals on to the command in the box, whose business they are; it decides. */
final class ForwardedSignals implements AutoCloseable {

    /**
     * Without QUIT: HotSpot prints its threads then, lets nobody else have the signal, with {@code
     * -Xrs} neither, and with that not the others, either. See docs/adr/0036.
     */
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

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
