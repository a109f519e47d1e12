package zomg.usecase.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.named;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.InvalidInput;
import zomg.model.journal.Cause;
import zomg.model.journal.Change;
import zomg.model.journal.Entry;
import zomg.model.journal.Mark;
import zomg.model.journal.Span;
import zomg.port.Journal;
import zomg.usecase.journal.VerifyJournal.Verdict;

final class VerifyJournalTest {

    private final List<Entry> entries = new ArrayList<>();
    private final VerifyJournal verify = new VerifyJournal(new Stored());
    private Mark newest = Mark.START;
    private long unreadable;

    VerifyJournalTest() {
        write(1200);
    }

    private void write(int last) {
        for (int number = entries.size() + 1; number <= last; number++) {
            Change change = Change.added(named("box-" + number));
            Entry entry = Entry.after(newest, NOW.plusNanos(number), change, Cause.SERVER);
            entries.add(entry);
            newest = entry.mark();
        }
    }

    @Test
    void a_journal_as_it_was_written_is_intact() {
        assertThat(firstBroken()).isZero();
    }

    @Test
    void who_changes_an_entry_is_found_out_even_with_a_hash_that_fits() {
        Entry honest = entries.get(700);
        Mark before = entries.get(699).mark();
        Cause somebodyElse = Cause.request("r-1").by("bob");

        entries.set(700, Entry.after(before, honest.at(), honest.change(), somebodyElse));

        assertThat(firstBroken()).isEqualTo(702);
    }

    @Test
    void who_changes_an_entry_and_leaves_its_hash_is_found_out() {
        Entry honest = entries.get(3);

        entries.set(
                3,
                new Entry(
                        honest.id(),
                        honest.at().plusNanos(1),
                        honest.change(),
                        honest.cause(),
                        honest.previous(),
                        honest.hash()));

        assertThat(firstBroken()).isEqualTo(4);
    }

    @Test
    void a_missing_entry_is_found_wherever_it_was() {
        Entry last = entries.removeLast();
        assertThat(firstBroken()).isEqualTo(1200);

        entries.add(last);
        entries.remove(10);
        assertThat(firstBroken()).isEqualTo(11);
    }

    @Test
    void all_entries_at_once_may_not_go_either() {
        entries.clear();

        assertThat(firstBroken()).isEqualTo(1);
    }

    @Test
    void an_entry_that_cannot_even_be_read_is_found() {
        unreadable = 700;

        assertThat(verify.verify(0)).isEqualTo(new Verdict(699, 1200, Optional.of(700L)));
    }

    @Test
    void a_long_journal_is_verified_in_pieces_and_nothing_is_left_out_between_them() {
        write(VerifyJournal.MOST + 100);

        Verdict first = verify.verify(0);

        assertThat(first).isEqualTo(new Verdict(20_000, 20_100, Optional.empty()));
        assertThat(verify.verify(first.verified()))
                .isEqualTo(new Verdict(20_100, 20_100, Optional.empty()));
        assertThat(verify.verify(20_100)).isEqualTo(new Verdict(20_100, 20_100, Optional.empty()));
        entries.remove(20_000);
        assertThat(verify.verify(first.verified()).broken()).contains(20_001L);
    }

    /** 0 if nothing is. */
    private long firstBroken() {
        return verify.verify(0).broken().orElse(0L);
    }

    /** A journal as somebody with access to the disk may have left it. */
    private final class Stored implements Journal {

        @Override
        public List<Entry> after(long id, Filter filter, int limit) {
            List<Entry> found =
                    entries.stream().filter(entry -> entry.id() > id).limit(limit).toList();
            if (found.stream().anyMatch(entry -> entry.id() == unreadable)) {
                throw InvalidInput.field("box", "is no name");
            }
            return found;
        }

        @Override
        public List<Entry> before(long id, Filter filter, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Span span() {
            return new Span(Mark.START, newest);
        }

        @Override
        public boolean await(long id, Duration patience) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int prune(Instant before) {
            throw new UnsupportedOperationException();
        }
    }
}
