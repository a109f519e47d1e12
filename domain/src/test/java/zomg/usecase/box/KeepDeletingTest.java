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
    void a_box_that_cannot_be_deleted_at_all_has_failed() {
        zomg.create(ref("web"));
        failures = KeepDeleting.MAX_TRIES;
        failAgain();

        assertThatThrownBy(() -> keepDeleting.delete(ref("web"), true, Precondition.NONE, false))
                .hasMessage("the disk is odd");

        assertThat(machine.boxes().find(ref("web")).map(Box::status)).contains(BoxStatus.FAILED);
        assertThat(Deletion.of(machine.boxes().find(ref("web")))).isEqualTo(Deletion.FAILED);
        assertThat(pauses)
                .hasSize(KeepDeleting.MAX_TRIES - 1)
                .last()
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(keepDeleting.delete(ref("web"), true, Precondition.NONE, false)).isPresent();
        assertThat(Deletion.of(machine.boxes().find(ref("web")))).isEqualTo(Deletion.DELETED);
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
