package zomg.usecase.journal;

import java.util.List;
import java.util.Optional;
import zomg.model.journal.Entry;
import zomg.model.journal.Mark;
import zomg.model.journal.Span;
import zomg.port.Journal;

/** Says whether the journal is as it was written. */
public final class VerifyJournal {

    private static final int PAGE = 500;

    private final Journal journal;

    public VerifyJournal(Journal journal) {
        this.journal = journal;
    }

    /**
     * @return the id of the first entry that is not as it was written, or is missing; empty if all
     *     are there
     */
    public Optional<Long> firstBroken() {
        Span span = journal.span();
        Optional<Long> broken = firstBroken(span);
        boolean prunedMeanwhile = !journal.span().anchor().equals(span.anchor());
        return broken.isPresent() && prunedMeanwhile ? firstBroken() : broken;
    }

    private Optional<Long> firstBroken(Span span) {
        Mark last = span.anchor();
        while (last.id() < span.newest().id()) {
            List<Entry> page = journal.after(last.id(), Journal.Filter.NONE, PAGE);
            if (page.isEmpty()) {
                return Optional.of(last.id() + 1);
            }
            for (Entry entry : page) {
                if (!entry.follows(last)
                        || entry.id() == span.newest().id() && !ends(entry, span)) {
                    return Optional.of(last.id() + 1);
                }
                last = entry.mark();
            }
        }
        return Optional.empty();
    }

    private static boolean ends(Entry entry, Span span) {
        return entry.mark().equals(span.newest());
    }
}
