package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.box.Deletion;
import zomg.model.box.Precondition;
import zomg.model.journal.Change;
import zomg.port.Journal;

final class KeepDeletingTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final List<Duration> pauses = new ArrayList<>();
    private int failures;

    private final KeepDeleting keepDeleting =
            new KeepDeleting(
                    zomg.deleteBox(),
                    machine.boxes(),
                    _ -> true,
                    machine.clock(),
                    pause -> {
                        pauses.add(pause);
                        failAgain();
                    });

    private void failAgain() {
        if (failures-- > 0) {
            machine.roots().failNextDelete(new IllegalStateException("the disk is odd"));
        }
    }

    @Test
    void what_could_not_be_removed_is_removed_later() {
        Box web = zomg.create(ref("web"));
        failures = 3;
        failAgain();

        assertThat(keepDeleting.delete(ref("web"), true, Precondition.NONE, true))
                .contains(web.uid());

        assertThat(machine.boxes().find(ref("web"))).isEmpty();
        assertThat(machine.roots().list()).isEmpty();
        assertThat(pauses)
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void a_box_that_cannot_be_deleted_now_never_runs_again() {
        zomg.create(ref("web"));
        failures = KeepDeleting.MAX_TRIES;
        failAgain();

        assertThatThrownBy(() -> keepDeleting.delete(ref("web"), true, Precondition.NONE, false))
                .hasMessage("the disk is odd");

        Box left = machine.boxes().find(ref("web")).orElseThrow();
        assertThat(left.status()).isEqualTo(BoxStatus.DELETING);
        assertThat(left.failure()).contains("it cannot be deleted: see the server's log");
        assertThat(assertRefused(ErrorCode.BOX_BUSY, () -> zomg.resumeBox().resume(ref("web"))))
                .hasMessage("box is stuck in deleting; it can only be deleted");
        assertThat(Deletion.of(machine.boxes().find(ref("web")))).isEqualTo(Deletion.FAILED);
        assertThat(pauses)
                .hasSize(KeepDeleting.MAX_TRIES - 1)
                .last()
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(keepDeleting.delete(ref("web"), true, Precondition.NONE, false)).isPresent();
        assertThat(Deletion.of(machine.boxes().find(ref("web")))).isEqualTo(Deletion.DELETED);
    }

    @Test
    void what_could_not_be_deleted_is_by_the_next_round() {
        zomg.create(ref("web"));
        failures = KeepDeleting.MAX_TRIES;
        failAgain();
        assertThatThrownBy(() -> keepDeleting.delete(ref("web"), true, Precondition.NONE, false))
                .hasMessage("the disk is odd");

        zomg.reconcile().repair();

        assertThat(machine.boxes().find(ref("web"))).isEmpty();
        assertThat(machine.roots().list()).isEmpty();
    }

    @Test
    void who_deletes_again_does_not_see_the_old_reason_meanwhile() {
        zomg.create(ref("web"));
        failures = KeepDeleting.MAX_TRIES;
        failAgain();
        assertThatThrownBy(() -> keepDeleting.delete(ref("web"), true, Precondition.NONE, false))
                .hasMessage("the disk is odd");
        machine.roots().failNextDelete(new IllegalStateException("still odd"));

        assertThatThrownBy(() -> zomg.deleteBox().delete(ref("web"), false))
                .hasMessage("still odd");

        assertThat(Deletion.of(machine.boxes().find(ref("web")))).isEqualTo(Deletion.DELETING);
    }

    @Test
    void the_journal_says_that_it_failed_and_why() {
        zomg.create(ref("web"));
        failures = KeepDeleting.MAX_TRIES;
        failAgain();
        assertThatThrownBy(() -> keepDeleting.delete(ref("web"), true, Precondition.NONE, false))
                .hasMessage("the disk is odd");

        Change last =
                machine.history()
                        .before(Long.MAX_VALUE, Journal.Filter.NONE, 1)
                        .getFirst()
                        .change();
        assertThat(last.kind()).isEqualTo("box.failed");
        assertThat(last.to()).contains("deleting");
        assertThat(last.detail()).contains("it cannot be deleted: see the server's log");
    }

    @Test
    void what_is_refused_is_not_tried_again() {
        Box web = zomg.create(ref("web"));

        Refusal refusal =
                assertRefused(
                        ErrorCode.BOX_RUNNING,
                        () -> keepDeleting.delete(ref("web"), false, Precondition.NONE, false));

        assertThat(refusal).hasMessage("box is running");
        assertThat(machine.boxes().find(ref("web"))).contains(web);
        assertThat(pauses).isEmpty();
    }
}
