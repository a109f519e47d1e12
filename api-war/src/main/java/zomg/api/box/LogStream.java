package zomg.api.box;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import zomg.api.stream.EventWriter;
import zomg.api.stream.Streams;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.port.Session;
import zomg.usecase.box.Output;

/**
 * A log as server-sent events, while it grows. A thread of its own reads it, so that a client that
 * is gone is noticed while nothing comes; a client that does not read makes both wait.
 */
final class LogStream implements Streams.Following {

    private static final Logger LOG = System.getLogger(LogStream.class.getName());

    /** Of 64 KiB at most. */
    private static final int PIECES = 4;

    private final Session log;
    private final Streams streams;
    private final BlockingQueue<SessionOutput> pieces = new ArrayBlockingQueue<>(PIECES);
    private volatile boolean over;

    LogStream(Session log, Streams streams) {
        this.log = log;
        this.streams = streams;
    }

    @Override
    public void follow(EventWriter events) throws IOException {
        Thread.ofPlatform().daemon().name("log").start(this::read);
        try {
            pass(events);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            over = true;
            log.send(new SessionInput.HangUp());
        }
    }

    private void read() {
        try (log) {
            SessionOutput piece = log.next();
            while (offer(piece) && !(piece instanceof SessionOutput.Ended)) {
                piece = log.next();
            }
        } catch (RuntimeException failure) {
            LOG.log(over ? Level.DEBUG : Level.WARNING, "a log cannot be followed", failure);
            offer(new SessionOutput.Ended(new ExecEnd.Exited(1)));
        }
    }

    /**
     * @return false if nobody wants it any more
     */
    private boolean offer(SessionOutput piece) {
        try {
            while (!over) {
                if (pieces.offer(piece, EventWriter.LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void pass(EventWriter events) throws IOException, InterruptedException {
        events.say(":\n\n");
        while (!streams.areClosed()) {
            SessionOutput piece = pieces.poll(EventWriter.LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (piece instanceof SessionOutput.Ended) {
                events.end();
                return;
            } else if (piece instanceof SessionOutput.Stdout(byte[] bytes)) {
                events.event("", BoxLogJson.of(new Output(bytes, false)));
            }
            events.beat();
            // The container keeps what was written last until somebody comes again
            events.flush();
        }
    }
}
