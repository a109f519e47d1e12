package zomg.usecase.journal;

import java.util.List;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.model.journal.Entry;
import zomg.port.Journal;

/** Reads the journal back in pages, the newest entries first. */
public final class ReadAudit {

    public static final int MAX_PAGE = 1000;

    /**
     * One page.
     *
     * @param next the id before which the next page goes on; empty at the end
     */
    public record Page(List<Entry> entries, Optional<Long> next) {}

    private final Journal journal;

    public ReadAudit(Journal journal) {
        this.journal = journal;
    }

    /**
     * @param before empty for the first page
     * @param limit entries on one page, 1 to {@value #MAX_PAGE}
     */
    public Page read(Journal.Filter filter, Optional<Long> before, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw InvalidInput.field("max_results", "must be from 1 to %d".formatted(MAX_PAGE));
        }
        List<Entry> found = journal.before(before.orElse(Long.MAX_VALUE), filter, limit + 1);
        if (found.size() <= limit) {
            return new Page(found, Optional.empty());
        }
        List<Entry> page = List.copyOf(found.subList(0, limit));
        return new Page(page, Optional.of(page.getLast().id()));
    }
}
