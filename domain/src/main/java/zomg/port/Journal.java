package zomg.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import zomg.model.id.BoxName;
import zomg.model.id.ProjectName;
import zomg.model.journal.Entry;
import zomg.model.journal.Span;

/**
 * Everything that happened to records, in the order in which it did. Nobody writes to it: the
 * stores of records add what they change, in the transaction that changes it. What is read here is
 * on disk, so that no crash gives an id that somebody has seen to another entry.
 */
public interface Journal {

    /** Which entries to read. */
    record Filter(Optional<ProjectName> project, Optional<BoxName> box, Optional<Instant> since) {

        public static final Filter NONE =
                new Filter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Entries with ids above this one, the oldest first. */
    List<Entry> after(long id, Filter filter, int limit);

    /** Entries with ids below this one, the newest first. */
    List<Entry> before(long id, Filter filter, int limit);

    Span span();

    /**
     * Waits until there is an entry with an id above this one, whoever wrote it.
     *
     * @return whether there is; not if patience or the thread's time is over
     */
    boolean await(long id, Duration patience);

    /**
     * Forgets the oldest entries, up to the first that is not older than {@code before}, or some of
     * them if they are many.
     *
     * @return how many; 0 if none is left to forget
     */
    int prune(Instant before);
}
