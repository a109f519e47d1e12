package zomg.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import zomg.fixture.SteppingClock;
import zomg.model.journal.Cause;
import zomg.model.journal.Change;
import zomg.model.journal.Entry;
import zomg.model.journal.Mark;
import zomg.model.journal.Span;
import zomg.port.Journal;

/** The journal in memory. The stores of one machine share one. */
public final class InMemoryJournal implements Journal {

    private final List<Entry> entries = new ArrayList<>();
    private final InstantSource clock;
    private final InMemoryKeyedRequests requests;
    private Span span = Span.EMPTY;

    public InMemoryJournal() {
        this(new SteppingClock());
    }

    public InMemoryJournal(InstantSource clock) {
        this(clock, new InMemoryKeyedRequests(clock));
    }

    public InMemoryJournal(InstantSource clock, InMemoryKeyedRequests requests) {
        this.clock = clock;
        this.requests = requests;
    }

    /** To be called before the change is made: it may be refused. */
    synchronized void add(Change change) {
        requests.changing(change);
        Entry entry = Entry.after(span.newest(), clock.instant(), change, Cause.current());
        entries.add(entry);
        span = new Span(span.anchor(), entry.mark());
        notifyAll();
    }

    @Override
    public synchronized List<Entry> after(long id, Filter filter, int limit) {
        return select(entries.stream(), filter)
                .filter(entry -> entry.id() > id)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Entry> before(long id, Filter filter, int limit) {
        return select(entries.reversed().stream(), filter)
                .filter(entry -> entry.id() < id)
                .limit(limit)
                .toList();
    }

    private static Stream<Entry> select(Stream<Entry> all, Filter filter) {
        return all.filter(
                        entry ->
                                filter.project().isEmpty()
                                        || entry.change().project().equals(filter.project()))
                .filter(
                        entry ->
                                filter.box().isEmpty() || entry.change().box().equals(filter.box()))
                .filter(entry -> filter.since().map(at -> !entry.at().isBefore(at)).orElse(true));
    }

    @Override
    public synchronized Span span() {
        return span;
    }

    @Override
    public synchronized boolean await(long id, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (span.newest().id() <= id) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @Override
    public synchronized int prune(Instant before) {
        List<Entry> old = entries.stream().takeWhile(entry -> entry.at().isBefore(before)).toList();
        if (old.isEmpty()) {
            return 0;
        }
        Mark anchor = old.getLast().mark();
        entries.subList(0, old.size()).clear();
        span = new Span(anchor, span.newest());
        add(Change.pruned(anchor));
        return old.size();
    }
}
