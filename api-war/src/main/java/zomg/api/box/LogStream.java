package zomg.api.box;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
final class LogStream implements StreamingOutput {

    private static final Logger LOG = System.getLogger(LogStream.class.getName());

    /** Of 64 KiB at most. */
    private static final int PIECES = 4;

    private final Session log;
    private final Streams streams;
    private final BlockingQueue<SessionOutput> pieces = new ArrayBlockingQueue<>(PIECES);
    private volatile boolean over;

    private LogStream(Session log, Streams streams) {
        this.log = log;
        this.streams = streams;
    }

    /** Has its place among the streams until it is written. */
    static LogStream open(Streams streams, Supplier<Session> log) {
        streams.enter();
        try {
            return new LogStream(log.get(), streams);
        } catch (RuntimeException | Error failure) {
            streams.leave();
            throw failure;
        }
    }

    @Override
    public void write(OutputStream out) {
        Thread.ofPlatform().daemon().name("log").start(this::read);
        try {
            follow(new EventWriter(out));
        } catch (IOException _) {
            // The client is gone, which is how streams end.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            over = true;
            log.send(new SessionInput.HangUp());
            streams.leave();
        }
    }

    private void read() {
        try (log) {
            SessionOutput piece = log.next();
            while (pass(piece) && !(piece instanceof SessionOutput.Ended)) {
                piece = log.next();
            }
        } catch (RuntimeException failure) {
            LOG.log(over ? Level.DEBUG : Level.WARNING, "a log cannot be followed", failure);
            pass(new SessionOutput.Ended(new ExecEnd.Exited(1)));
        }
    }

    /**
     * @return false if nobody wants it any more
     */
    private boolean pass(SessionOutput piece) {
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

    private void follow(EventWriter events) throws IOException, InterruptedException {
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
