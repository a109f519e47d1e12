package zomg.usecase.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.named;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import zomg.memory.InMemoryBoxes;
import zomg.memory.InMemoryJournal;
import zomg.model.journal.Entry;
import zomg.port.Journal;

final class PruneJournalTest {

    private Instant now = NOW;
    private final InMemoryJournal journal = new InMemoryJournal(() -> now);

    @Test
    void what_is_older_than_the_retention_goes_and_nothing_else() {
        new InMemoryBoxes(journal).add(named("web"));
        Duration year = Duration.ofDays(365);

        PruneJournal prune = new PruneJournal(journal, year, () -> now);

        now = NOW.plus(year);
        assertThat(prune.prune()).isZero();
        now = now.plusNanos(1);
        assertThat(prune.prune()).isEqualTo(1);

        assertThat(journal.after(0, Journal.Filter.NONE, 10))
                .extracting(Entry::change)
                .extracting(change -> change.kind())
                .containsExactly("journal.pruned");
    }
}
