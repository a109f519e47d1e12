package zomg.api.journal;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import zomg.api.json.JsonWriter;
import zomg.api.stream.Streams;
import zomg.model.journal.Entry;
import zomg.port.Journal;

/**
 * The journal as server-sent events. It keeps one page and a place: a client that does not read
 * makes its own thread wait, and what happens meanwhile stays in the journal.
 */
final class EventStream implements StreamingOutput {

    private static final int PAGE = 100;
    private static final Duration HEART_BEAT = Duration.ofSeconds(15);

    /** How soon the end of the server is noticed. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Journal journal;
    private final Streams streams;
    private final Journal.Filter filter;
    private final Predicate<Entry> seen;
    private final boolean follow;
    private long at;

    /**
     * @param seen what the client may see
     * @param at the last entry that it has
     * @param follow whether it wants to know what happens from now on
     */
    EventStream(
            Journal journal,
            Streams streams,
            Journal.Filter filter,
            Predicate<Entry> seen,
            long at,
            boolean follow) {
        this.journal = journal;
        this.streams = streams;
        this.filter = filter;
        this.seen = seen;
        this.at = at;
        this.follow = follow;
    }

    @Override
    public void write(OutputStream out) {
        try {
            follow(out);
        } catch (IOException _) {
            // The client is gone, which is how streams end.
        } finally {
            streams.leave();
        }
    }

    /** First of all the place, so that who is cut off before the first event misses none. */
    private void follow(OutputStream out) throws IOException {
        send(out, "id: %d\n\n".formatted(at));
        long beat = System.nanoTime();
        while (!streams.areClosed() && !Thread.currentThread().isInterrupted()) {
            if (sendMore(out)) {
                beat = System.nanoTime();
            } else if (!follow) {
                return;
            } else if (System.nanoTime() - beat > HEART_BEAT.toNanos()) {
                send(out, ":\n\n");
                beat = System.nanoTime();
            }
            journal.await(at, LOOK);
        }
    }

    /**
     * @return whether there was anything to send
     */
    private boolean sendMore(OutputStream out) throws IOException {
        long newest = journal.span().newest().id();
        List<Entry> page = newest > at ? journal.after(at, filter, PAGE) : List.of();
        for (Entry entry : page) {
            if (seen.test(entry)) {
                out.write(event(entry));
            }
        }
        out.flush();
        at = page.size() == PAGE ? page.getLast().id() : Math.max(at, newest);
        return !page.isEmpty();
    }

    private static byte[] event(Entry entry) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(
                bytes("id: %d\nevent: %s\ndata: ".formatted(entry.id(), entry.change().kind())));
        JsonWriter.write(EntryJson.of(entry), text);
        text.writeBytes(bytes("\n\n"));
        return text.toByteArray();
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(bytes(text));
        out.flush();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
