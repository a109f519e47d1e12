package zomg.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.Refusals.assertRefused;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.memory.SequentialIds;
import zomg.model.access.Role;
import zomg.model.access.Token;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.ProjectName;
import zomg.model.journal.Entry;
import zomg.port.Boxes;
import zomg.port.Journal;
import zomg.usecase.journal.VerifyJournal;

final class DatabaseTest {

    private DataSource source;

    @BeforeEach
    void open(@TempDir Path directory) {
        source = H2.at(directory);
    }

    @AfterEach
    void close() throws SQLException {
        H2.shutDown(source);
    }

    @Test
    void records_and_slots_go_on_after_a_restart() throws SQLException {
        Box box;
        try (Database first = Database.open(source)) {
            box = new SqlBoxes(first).add(named("web"));
        }
        H2.shutDown(source);

        try (Database second = Database.open(source)) {
            Boxes boxes = new SqlBoxes(second);

            assertThat(boxes.find(box.ref())).contains(box);
            assertThat(boxes.add(named("other")).slot()).isEqualTo(box.slot() + 1);
        }
    }

    @Test
    void a_change_that_fails_leaves_no_gap_in_the_journal() {
        WatchedSource watched = new WatchedSource(source);
        try (Database database = Database.open(watched.source())) {
            Boxes boxes = new SqlBoxes(database);
            boxes.add(named("web"));
            watched.refuse("UPDATE journal_span");
            assertThatThrownBy(() -> boxes.add(named("lost"))).isInstanceOf(DatabaseFailed.class);

            watched.refuse("nothing");
            boxes.add(named("next"));

            assertThat(Boxes.Query.everything().in(boxes)).hasSize(2);
            assertThat(new SqlJournal(database).after(0, Journal.Filter.NONE, 10))
                    .extracting(Entry::id)
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void somebody_who_writes_into_the_journal_is_found_out() throws SQLException {
        try (Database database = Database.open(source)) {
            Boxes boxes = new SqlBoxes(database);
            boxes.add(named("web"));
            boxes.add(named("other"));

            H2.run(source, "update journal set actor = 'somebody else' where id = 2");

            assertThat(new VerifyJournal(new SqlJournal(database)).verify(0).broken()).contains(2L);
        }
    }

    @Test
    void a_slot_is_found_behind_many_that_are_taken() {
        try (Database database = Database.open(source)) {
            Boxes boxes = new SqlBoxes(database, 260);
            for (int number = 2; number <= 260; number++) {
                boxes.add(named("box-" + number));
            }
            Box hole = Boxes.Query.everything().in(boxes).toList().get(200);
            boxes.forget(hole.uid());

            assertThat(boxes.add(named("late")).slot()).isEqualTo(hole.slot());
        }
    }

    /** Whatever is set, H2 parses all statements of all connections anew after it. */
    @Test
    void every_statement_has_a_timeout_and_nothing_is_set_for_one() {
        WatchedSource watched = new WatchedSource(source);
        try (Database database = Database.open(watched.source())) {
            watched.forgetExecuted();

            Boxes boxes = new SqlBoxes(database);
            Box box = boxes.add(named("web"));
            boxes.replace(box.withStatus(BoxStatus.RUNNING, NOW));
            boxes.page(Boxes.Query.everything());
            boxes.forget(box.uid());
            new SqlProjects(database, new SequentialIds(), InstantSource.system())
                    .use(ProjectName.DEFAULT);
            new SqlTokens(database).issue(new Token("aaaaaaaaaaaa", "00", "ann", Role.ADMIN));
            new SqlTokens(database).find("aaaaaaaaaaaa");
            assertThat(watched.timeouts()).hasSizeGreaterThan(1).containsOnly(10_000);
        }

        assertThat(watched.executed()).hasSizeGreaterThan(10);
        assertThat(watched.executed()).noneMatch(one -> one.sql().startsWith("SET"));
    }

    @Test
    void every_write_is_followed_by_a_sync() {
        WatchedSource watched = new WatchedSource(source);
        try (Database database = Database.open(watched.source())) {
            Boxes boxes = new SqlBoxes(database);
            watched.forgetExecuted();

            boxes.add(named("web"));

            assertThat(watched.executed().getLast().sql()).isEqualTo("CHECKPOINT SYNC");
        }
    }

    /** After a failed fsync nobody knows what is on disk; a later success proves nothing. */
    @Test
    void after_a_failed_sync_nothing_is_written_any_more_and_all_can_be_read() {
        WatchedSource watched = new WatchedSource(source);
        try (Database database = Database.open(watched.source())) {
            Boxes boxes = new SqlBoxes(database);
            Box box = boxes.add(named("web"));
            watched.refuse("CHECKPOINT");
            assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> boxes.add(named("lost")));

            watched.refuse("nothing");

            Refusal late =
                    assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> boxes.add(named("late")));
            assertThat(late).hasMessageContaining("start the server again");
            assertThat(database.fault()).contains(late.getMessage());
            assertThat(boxes.find(box.ref())).contains(box);
            assertThat(new SqlJournal(database).after(0, Journal.Filter.NONE, 10)).hasSize(1);
        }
    }

    @Test
    void a_statement_that_fails_leaves_nothing_and_the_next_one_works() {
        WatchedSource watched = new WatchedSource(source);
        try (Database database = Database.open(watched.source())) {
            Boxes boxes = new SqlBoxes(database);
            watched.refuse("INSERT");
            assertThatThrownBy(() -> boxes.add(named("web"))).isInstanceOf(DatabaseFailed.class);

            watched.refuse("nothing");

            assertThat(Boxes.Query.everything().in(boxes)).isEmpty();
            assertThat(boxes.add(named("web")).ref()).isEqualTo(named("web").ref());
        }
    }
}
