package zomg.usecase.journal;

import java.util.List;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.model.journal.Entry;
import zomg.model.journal.Mark;
import zomg.model.journal.Span;
import zomg.port.Journal;

/** Says whether the journal is as it was written, some entries at a time. */
public final class VerifyJournal {

    /** Of one call: it has an end however long the journal is. */
    public static final int MOST = 20_000;

    private static final int PAGE = 500;

    /**
     * What was found.
     *
     * @param verified all that is kept up to this entry is as it was written
     * @param newest the newest entry of the moment; what is between was not looked at
     * @param broken the first entry that is not as it was written, or is missing
     */
    public record Verdict(long verified, long newest, Optional<Long> broken) {}

    private final Journal journal;

    public VerifyJournal(Journal journal) {
        this.journal = journal;
    }

    /**
     * @param after verified before, and not verified again; 0 for all that is kept
     */
    public Verdict verify(long after) {
        Span span = journal.span();
        Verdict verdict = verify(span, after);
        boolean prunedMeanwhile = !journal.span().anchor().equals(span.anchor());
        return verdict.broken().isPresent() && prunedMeanwhile ? verify(after) : verdict;
    }

    private Verdict verify(Span span, long after) {
        Mark last = start(span, after);
        long end = Math.min(span.newest().id(), last.id() + MOST);
        while (last.id() < end) {
            List<Entry> page = read(last);
            if (page.isEmpty()) {
                return broken(span, last);
            }
            for (Entry entry : page) {
                if (!entry.follows(last)
                        || entry.id() == span.newest().id() && !ends(entry, span)) {
                    return broken(span, last);
                }
                last = entry.mark();
            }
        }
        return new Verdict(last.id(), Math.max(last.id(), span.newest().id()), Optional.empty());
    }

    /** That entry was verified, so what it says of itself is true. */
    private Mark start(Span span, long after) {
        if (after <= span.anchor().id()) {
            return span.anchor();
        }
        return journal.after(after - 1, Journal.Filter.NONE, 1).stream()
                .filter(entry -> entry.id() == after)
                .findFirst()
                .map(Entry::mark)
                .orElse(span.newest());
    }

    /** What nobody could have written cannot be read either, nor what is on one page with it. */
    private List<Entry> read(Mark last) {
        try {
            return journal.after(last.id(), Journal.Filter.NONE, PAGE);
        } catch (InvalidInput _) {
            return readOne(last);
        }
    }

    private List<Entry> readOne(Mark last) {
        try {
            return journal.after(last.id(), Journal.Filter.NONE, 1);
        } catch (InvalidInput _) {
            return List.of();
        }
    }

    private static Verdict broken(Span span, Mark last) {
        return new Verdict(last.id(), span.newest().id(), Optional.of(last.id() + 1));
    }

    private static boolean ends(Entry entry, Span span) {
        return entry.mark().equals(span.newest());
    }
}
