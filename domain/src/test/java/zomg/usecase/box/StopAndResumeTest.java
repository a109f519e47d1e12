package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;

final class StopAndResumeTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    @Test
    void a_stopped_box_keeps_its_root_and_nothing_else() {
        Box box = zomg.create(ref("web"));
        machine.pool().write(box.uid(), "/work", "done");

        Box stopped = zomg.stopBox().stop(ref("web"));

        assertThat(stopped).isStopped();
        assertThat(machine.boxes().find(ref("web"))).contains(stopped);
        assertThat(machine.engine().list()).isEmpty();
        assertThat(machine.pool().read(box.uid(), "/work")).contains("done");
    }

    @Test
    void processes_get_the_grace_of_their_box() {
        Box box = zomg.create(ref("web"));
        zomg.update(ref("web"), Map.of("TERMINATION_GRACE_SECONDS", "42"));

        zomg.stopBox().stop(ref("web"));

        assertThat(machine.engine().grace(box.uid())).contains(Duration.ofSeconds(42));
    }

    @Test
    void stopping_a_stopped_box_is_already_done() {
        zomg.create(ref("web"));
        Box stopped = zomg.stopBox().stop(ref("web"));

        assertThat(zomg.stopBox().stop(ref("web"))).isEqualTo(stopped);
    }

    @Test
    void a_stop_that_failed_is_tried_again() {
        zomg.create(ref("web"));
        machine.engine().failNextStop(new IllegalStateException("busy"));
        assertThatThrownBy(() -> zomg.stopBox().stop(ref("web"))).hasMessage("busy");
        assertThat(zomg.showBox().show(ref("web"))).hasStatus(BoxStatus.STOPPING);

        assertThat(zomg.stopBox().stop(ref("web"))).isStopped();
    }

    @Test
    void a_resumed_box_runs_on_its_old_root() {
        Box box = zomg.create(ref("web"));
        machine.pool().write(box.uid(), "/work", "done");
        zomg.stopBox().stop(ref("web"));

        Box resumed = zomg.resumeBox().resume(ref("web"));

        assertThat(resumed).isRunning();
        assertThat(resumed.uid()).isEqualTo(box.uid());
        assertThat(machine.boxes().find(ref("web"))).contains(resumed);
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
        assertThat(machine.pool().read(box.uid(), "/work")).contains("done");
    }

    @Test
    void resuming_a_running_box_is_already_done() {
        Box box = zomg.create(ref("web"));

        assertThat(zomg.resumeBox().resume(ref("web"))).isEqualTo(box);

        assertThat(machine.engine().starts(box.uid())).isEqualTo(1);
    }

    @Test
    void a_box_whose_processes_died_is_started_by_resume() {
        Box box = zomg.create(ref("web"));
        machine.engine().die(box.uid());

        assertThat(zomg.resumeBox().resume(ref("web"))).isRunning();

        assertThat(machine.engine().isRunning(box.uid())).isTrue();
    }

    @Test
    void a_box_that_does_not_resume_is_stopped_as_before() {
        zomg.create(ref("web"));
        zomg.stopBox().stop(ref("web"));
        machine.engine().failNextStart(new Refusal(ErrorCode.START_FAILED, "no /bin/bash"));

        assertRefused(ErrorCode.START_FAILED, () -> zomg.resumeBox().resume(ref("web")));

        assertThat(zomg.showBox().show(ref("web"))).isStopped();
        assertThat(machine.engine().list()).isEmpty();
        assertThat(zomg.resumeBox().resume(ref("web"))).isRunning();
    }

    @Test
    void the_first_reason_is_told_if_the_box_cannot_even_be_stopped() {
        zomg.create(ref("web"));
        zomg.stopBox().stop(ref("web"));
        IllegalStateException second = new IllegalStateException("busy");
        machine.engine().failNextStart(new IllegalStateException("broken"));
        machine.engine().failNextRemove(second);

        assertThatThrownBy(() -> zomg.resumeBox().resume(ref("web")))
                .hasMessage("broken")
                .hasSuppressedException(second);
    }

    @Test
    void an_unknown_box_is_refused() {
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> zomg.stopBox().stop(ref("web")));
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> zomg.resumeBox().resume(ref("web")));
    }

    /** Its root may be half gone: it must not come back as a box that seems whole. */
    @Test
    void a_box_that_is_half_deleted_is_neither_stopped_nor_resumed_nor_updated() {
        zomg.create(ref("web"));
        machine.roots().failNextDelete(new IllegalStateException("busy"));
        assertThatThrownBy(() -> zomg.deleteBox().delete(ref("web"), true)).hasMessage("busy");

        assertRefused(ErrorCode.BOX_BUSY, () -> zomg.stopBox().stop(ref("web")));
        assertRefused(ErrorCode.BOX_BUSY, () -> zomg.resumeBox().resume(ref("web")));
        Refusal refusal =
                assertRefused(
                        ErrorCode.BOX_BUSY, () -> zomg.update(ref("web"), Map.of("PORT", "80")));

        assertThat(refusal).hasMessage("box is stuck in deleting; it can only be deleted");
        assertThat(zomg.showBox().show(ref("web"))).hasStatus(BoxStatus.DELETING);
    }
}
