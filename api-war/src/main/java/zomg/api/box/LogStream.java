package zomg.api.box;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import zomg.api.json.JsonWriter;
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

    private static final Duration HEART_BEAT = Duration.ofSeconds(15);

    /** How soon the end of the server, or of the client, is noticed. */
    private static final Duration LOOK = Duration.ofMillis(500);

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
            follow(out);
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
                if (pieces.offer(piece, LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void follow(OutputStream out) throws IOException, InterruptedException {
        send(out, ":\n\n");
        long beat = System.nanoTime();
        while (!streams.areClosed()) {
            SessionOutput piece = pieces.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (piece instanceof SessionOutput.Ended) {
                send(out, "event: end\ndata: {}\n\n");
                return;
            } else if (piece instanceof SessionOutput.Stdout(byte[] bytes)) {
                out.write(event(bytes));
                out.flush();
                beat = System.nanoTime();
            } else if (System.nanoTime() - beat > HEART_BEAT.toNanos()) {
                send(out, ":\n\n");
                beat = System.nanoTime();
            } else {
                // The container keeps what was written last until somebody comes again
                out.flush();
            }
        }
    }

    private static byte[] event(byte[] bytes) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
        JsonWriter.write(BoxLogJson.of(new Output(bytes, false)), event);
        event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return event.toByteArray();
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
