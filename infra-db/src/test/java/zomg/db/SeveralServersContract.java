package zomg.db;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.BoxFixtures.web;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.Crowd;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.ProjectName;
import zomg.model.project.Project;
import zomg.model.project.Quota;
import zomg.port.Boxes;
import zomg.port.Journal;
import zomg.port.Projects;
import zomg.usecase.journal.VerifyJournal;

/** Two servers on one database: nothing but the database keeps them apart. */
interface SeveralServersContract {

    int CROWD = 50;

    /** Over connections of their own, to one database, which is empty when a test starts. */
    List<Boxes> boxesOfBoth();

    /** As the last of them reads it. */
    Journal journalOfOther();

    /** Of the same servers. */
    List<Projects> projectsOfBoth();

    @Test
    default void what_one_server_changes_another_sees_at_its_next_look() {
        Box box = boxesOfBoth().getFirst().add(web());
        Boxes others = boxesOfBoth().getLast();
        assertThat(others.find(box.ref())).contains(box);

        Box changed = boxesOfBoth().getFirst().replace(box.withStatus(BoxStatus.RUNNING, NOW));

        assertThat(others.find(box.ref())).contains(changed);
    }

    @Test
    default void two_servers_write_one_journal_and_one_sees_soon_what_the_other_did()
            throws InterruptedException {
        List<Boxes> servers = boxesOfBoth();
        Journal journal = journalOfOther();

        Crowd.Outcome<Box> outcome =
                Crowd.of(20, number -> servers.get(number % 2).add(named("box-" + number)));
        servers.getFirst().add(named("last"));

        assertThat(outcome.failures()).isEmpty();
        assertThat(journal.await(20, Duration.ofSeconds(5))).isTrue();
        assertThat(journal.span().newest().id()).isEqualTo(21);
        assertThat(new VerifyJournal(journal).verify(0).broken()).isEmpty();
    }

    @Test
    default void two_servers_never_give_one_slot() throws InterruptedException {
        List<Boxes> servers = boxesOfBoth();

        Crowd.Outcome<Box> outcome =
                Crowd.of(20, number -> servers.get(number % 2).add(named("box-" + number)));

        assertThat(outcome.failures()).isEmpty();
        assertThat(new HashSet<>(outcome.values().stream().map(Box::slot).toList())).hasSize(20);
    }

    @Test
    default void of_many_that_add_one_name_at_two_servers_one_wins() throws InterruptedException {
        List<Boxes> servers = boxesOfBoth();

        Crowd.Outcome<Box> outcome = Crowd.of(CROWD, number -> servers.get(number % 2).add(web()));

        assertThat(outcome.values()).hasSize(1);
        assertThat(outcome.failures())
                .hasSize(CROWD - 1)
                .allSatisfy(failure -> assertThat(codeOf(failure)).isEqualTo(ErrorCode.BOX_EXISTS));
        assertThat(Boxes.Query.everything().in(servers.getFirst()))
                .containsExactlyElementsOf(outcome.values());
    }

    /** Each reads, adds one and writes, until it was not too late: the sum shows what was lost. */
    @Test
    default void no_change_is_lost_between_two_servers() throws InterruptedException {
        List<Boxes> servers = boxesOfBoth();
        Box box = servers.getFirst().add(web());

        Crowd.Outcome<Integer> outcome =
                Crowd.of(10, number -> countUp(servers.get(number % 2), box));

        assertThat(outcome.failures()).isEmpty();
        Box last = servers.getFirst().find(box.ref()).orElseThrow();
        assertThat(last.failure()).contains("10");
        assertThat(last.generation()).isEqualTo(box.generation() + 10);
    }

    private static int countUp(Boxes boxes, Box box) {
        while (true) {
            Box read = boxes.find(box.ref()).orElseThrow();
            int next = Integer.parseInt(read.failure().orElse("0")) + 1;
            try {
                boxes.replace(read.failed(Integer.toString(next), NOW));
                return next;
            } catch (Refusal late) {
                assertThat(late.code()).isEqualTo(ErrorCode.BOX_BUSY);
            }
        }
    }

    @Test
    default void many_that_use_a_new_project_at_two_servers_get_one() throws InterruptedException {
        List<Projects> servers = projectsOfBoth();

        Crowd.Outcome<Project> outcome =
                Crowd.of(CROWD, number -> servers.get(number % 2).use(ProjectName.DEFAULT));

        assertThat(outcome.failures()).isEmpty();
        assertThat(new HashSet<>(outcome.values())).hasSize(1);
    }

    @Test
    default void a_quota_holds_over_two_servers() throws InterruptedException {
        List<Boxes> servers = boxesOfBoth();
        projectsOfBoth()
                .getFirst()
                .limit(
                        ProjectName.DEFAULT,
                        new Quota(
                                Optional.of(10),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));

        Crowd.Outcome<Box> outcome =
                Crowd.of(CROWD, number -> servers.get(number % 2).add(named("box-" + number)));

        assertThat(outcome.values()).hasSize(10);
        assertThat(outcome.failures())
                .allSatisfy(
                        failure -> assertThat(codeOf(failure)).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
    }

    private static ErrorCode codeOf(Throwable failure) {
        return ((Refusal) failure).code();
    }
}
