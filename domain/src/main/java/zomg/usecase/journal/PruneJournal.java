package zomg.usecase.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import zomg.port.Journal;

/** Forgets what is older than anybody wants to know. */
public final class PruneJournal {

    private final Journal journal;
    private final Duration retention;
    private final InstantSource clock;

    public PruneJournal(Journal journal, Duration retention, InstantSource clock) {
        this.journal = journal;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * @return how many entries were forgotten
     */
    public long prune() {
        Instant before = clock.instant().minus(retention);
        long forgotten = 0;
        int some = journal.prune(before);
        while (some > 0) {
            forgotten += some;
            some = journal.prune(before);
        }
        return forgotten;
    }
}
