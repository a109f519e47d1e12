package zomg.usecase.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.named;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.InvalidInput;
import zomg.memory.InMemoryBoxes;
import zomg.memory.InMemoryJournal;
import zomg.model.journal.Entry;
import zomg.port.Journal.Filter;

final class ReadAuditTest {

    private final InMemoryJournal journal = new InMemoryJournal();
    private final ReadAudit audit = new ReadAudit(journal);

    @Test
    void pages_go_from_the_newest_to_the_oldest() {
        InMemoryBoxes boxes = new InMemoryBoxes(journal);
        for (int number = 1; number <= 5; number++) {
            boxes.add(named("box-" + number));
        }

        ReadAudit.Page first = audit.read(Filter.NONE, Optional.empty(), 3);
        ReadAudit.Page second = audit.read(Filter.NONE, first.next(), 3);

        assertThat(first.entries()).extracting(Entry::id).containsExactly(5L, 4L, 3L);
        assertThat(second.entries()).extracting(Entry::id).containsExactly(2L, 1L);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void a_page_has_a_bound() {
        assertThatThrownBy(() -> audit.read(Filter.NONE, Optional.empty(), 0))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> audit.read(Filter.NONE, Optional.empty(), 1001))
                .isInstanceOf(InvalidInput.class);
    }
}
