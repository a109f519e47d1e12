package zomg.api.journal;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import zomg.api.stream.EventWriter;
import zomg.api.stream.Streams;
import zomg.model.journal.Entry;
import zomg.port.Journal;

/**
 * The journal as server-sent events. It keeps one page and a place: a client that does not read
 * makes its own thread wait, and what happens meanwhile stays in the journal.
 */
final class EventStream implements Streams.Following {

    private static final int PAGE = 100;

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

    /** First of all the place, so that who is cut off before the first event misses none. */
    @Override
    public void follow(EventWriter events) throws IOException {
        events.say("id: %d\n\n".formatted(at));
        while (!streams.areClosed() && !Thread.currentThread().isInterrupted()) {
            if (!sendMore(events) && !follow) {
                return;
            }
            events.beat();
            journal.await(at, EventWriter.LOOK);
        }
    }

    /**
     * @return whether anything has happened
     */
    private boolean sendMore(EventWriter events) throws IOException {
        long newest = journal.span().newest().id();
        List<Entry> page = newest > at ? journal.after(at, filter, PAGE) : List.of();
        for (Entry entry : page) {
            if (seen.test(entry)) {
                events.event(
                        "id: %d\nevent: %s\n".formatted(entry.id(), entry.change().kind()),
                        EntryJson.of(entry));
            }
        }
        events.flush();
        at = page.size() == PAGE ? page.getLast().id() : Math.max(at, newest);
        return !page.isEmpty();
    }
}
