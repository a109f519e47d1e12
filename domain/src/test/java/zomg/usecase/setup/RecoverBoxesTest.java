package zomg.usecase.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.ref;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.Uid;
import zomg.port.Boxes;

final class RecoverBoxesTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    @ParameterizedTest
    @EnumSource(names = {"CREATING", "DELETING"})
    void what_was_half_created_or_half_deleted_is_gone(BoxStatus status) {
        recorded(status);

        zomg.recoverBoxes().recover();

        assertThat(machine.boxes().list(Boxes.Query.everything())).isEmpty();
        assertThat(machine.roots().list()).isEmpty();
        assertThat(machine.engine().list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPING", "STOPPED"})
    void what_should_be_stopped_is(BoxStatus status) {
        Box box = recorded(status);

        zomg.recoverBoxes().recover();

        assertThat(zomg.showBox().show(box.ref())).isStopped();
        assertThat(machine.engine().list()).isEmpty();
        assertThat(machine.roots().list()).containsExactly(box.uid());
    }

    @ParameterizedTest
    @EnumSource(names = {"RESUMING", "RUNNING"})
    void what_should_run_does(BoxStatus status) {
        Box box = recorded(status);
        machine.engine().die(box.uid());

        zomg.recoverBoxes().recover();

        assertThat(zomg.showBox().show(box.ref())).isRunning();
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
    }

    @Test
    void a_box_that_runs_is_left_alone() {
        Box box = recorded(BoxStatus.RUNNING);

        zomg.recoverBoxes().recover();
        zomg.recoverBoxes().recover();

        assertThat(machine.boxes().find(box.ref())).contains(box);
        assertThat(machine.engine().starts(box.uid())).isEqualTo(1);
    }

    @Test
    void a_running_box_runs_on_even_if_it_cannot_be_limited() {
        Box box = recorded(BoxStatus.RUNNING);
        machine.engine().failNextLimit(new IllegalStateException("in use"));

        zomg.recoverBoxes().recover();

        assertThat(zomg.showBox().show(box.ref())).isRunning();
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
    }

    @Test
    void what_failed_stays_failed_and_can_be_resumed() {
        Box box = recorded(BoxStatus.RUNNING);
        machine.boxes().replace(box.failed("once", NOW));

        zomg.recoverBoxes().recover();

        assertThat(zomg.showBox().show(box.ref())).failedBecause("once");
        assertThat(machine.engine().list()).isEmpty();
        assertThat(zomg.resumeBox().resume(box.ref())).isRunning();
    }

    @Test
    void a_box_that_does_not_come_back_does_not_keep_the_others_away() {
        Box broken = zomg.create(ref("a-broken"));
        Box fine = zomg.create(ref("fine"));
        machine.engine().die(broken.uid());
        machine.engine().die(fine.uid());
        machine.engine().failNextStart(new Refusal(ErrorCode.START_FAILED, "no /bin/bash"));
        machine.engine().failNextRemove(new IllegalStateException("busy"));

        zomg.recoverBoxes().recover();

        assertThat(zomg.showBox().show(broken.ref())).failedBecause("no /bin/bash");
        assertThat(zomg.showBox().show(fine.ref())).isRunning();
        assertThat(machine.engine().isRunning(fine.uid())).isTrue();
    }

    @Test
    void what_only_the_log_should_tell_is_not_recorded() {
        Box box = recorded(BoxStatus.RUNNING);
        machine.engine().die(box.uid());
        machine.engine().failNextStart(new IllegalStateException("/var/lib/secret"));

        zomg.recoverBoxes().recover();

        assertThat(zomg.showBox().show(box.ref()))
                .failedBecause("the box did not start again; see the server's log");
    }

    @Test
    void what_no_record_names_is_removed_and_what_one_names_stays() {
        Box kept = zomg.create(ref("web"));
        Uid base = machine.bases().list().getFirst().uid();
        machine.engine().start(orphan(), BoxFixtures.project("default"));
        machine.baseStore().seal(BoxFixtures.uid(), kept.uid());

        Recovery recovery = zomg.recoverBoxes().recover();

        assertThat(machine.engine().list()).containsExactly(kept.uid());
        assertThat(machine.roots().list()).containsExactly(kept.uid());
        assertThat(machine.baseStore().list()).containsExactly(base);
        assertThat(recovery.leftovers()).isEmpty();
    }

    /** Or a database that was lost would take every box with it. */
    @Test
    void a_root_that_no_record_names_is_set_aside() {
        Box kept = zomg.create(ref("web"));
        Box orphan = orphan();
        machine.pool().write(orphan.uid(), "/mine", "precious");

        Recovery recovery = zomg.recoverBoxes().recover();

        assertThat(recovery.setAside()).containsExactly(orphan.uid());
        assertThat(machine.pool().readSetAside(orphan.uid(), "/mine")).contains("precious");
        assertThat(machine.roots().list()).containsExactly(kept.uid());
        assertThat(zomg.recoverBoxes().recover().setAside()).isEmpty();
    }

    @Test
    void no_root_is_lost_with_all_records() {
        Box web = zomg.create(ref("web"));
        Box fork = zomg.fork(ref("fork"), "web");
        machine.boxes().forget(web.uid());
        machine.boxes().forget(fork.uid());
        machine.bases().list().forEach(base -> machine.baseStore().delete(base.uid()));

        Recovery recovery = zomg.recoverBoxes().recover();

        assertThat(recovery.setAside()).containsExactlyInAnyOrder(web.uid(), fork.uid());
        assertThat(machine.pool().setAside()).isEqualTo(recovery.setAside());
        assertThat(machine.engine().list()).isEmpty();
    }

    @Test
    void the_root_and_the_bare_base_of_a_build_that_was_cut_off_are_removed() {
        Uid base = machine.bases().list().getFirst().uid();
        Uid build = cutOffBuild();

        Recovery recovery = zomg.recoverBoxes().recover();

        assertThat(recovery).isEqualTo(new Recovery(Set.of(), List.of()));
        assertThat(machine.roots().list()).doesNotContain(build);
        assertThat(machine.pool().setAside()).isEmpty();
        assertThat(machine.baseStore().list()).containsExactly(base);
    }

    /** Without its base the root would pass for somebody's box at the next start. */
    @Test
    void a_build_whose_root_cannot_be_removed_keeps_its_base() {
        Uid build = cutOffBuild();
        IllegalStateException busy = new IllegalStateException("busy");
        machine.roots().failNextDelete(busy);

        Recovery recovery = zomg.recoverBoxes().recover();

        assertThat(recovery.leftovers()).containsExactly(new Recovery.Leftover(build, busy));
        assertThat(machine.baseStore().list()).contains(build);
        assertThat(zomg.recoverBoxes().recover()).isEqualTo(new Recovery(Set.of(), List.of()));
        assertThat(machine.roots().list()).isEmpty();
    }

    @Test
    void a_machine_that_was_started_again_runs_what_ran() {
        Box running = zomg.create(ref("web"));
        zomg.create(ref("stopped"));
        Box stopped = zomg.stopBox().stop(ref("stopped"));
        machine.engine().list().forEach(machine.engine()::remove);

        new UseCases(machine).recoverBoxes().recover();

        assertThat(machine.engine().list()).containsExactly(running.uid());
        assertThat(machine.boxes().find(stopped.ref())).contains(stopped);
    }

    @Test
    void an_orphan_that_cannot_be_removed_does_not_keep_the_boxes_away() {
        Box box = recorded(BoxStatus.RUNNING);
        machine.engine().die(box.uid());
        Box orphan = orphan();
        machine.engine().start(orphan, BoxFixtures.project("default"));
        IllegalStateException running = new IllegalStateException("it does not end");
        IllegalStateException busy = new IllegalStateException("busy");
        machine.engine().failNextRemove(running);
        machine.roots().failNextSetAside(busy);

        Recovery recovery = zomg.recoverBoxes().recover();

        assertThat(recovery.leftovers())
                .containsExactly(
                        new Recovery.Leftover(orphan.uid(), running),
                        new Recovery.Leftover(orphan.uid(), busy));
        assertThat(recovery.setAside()).isEmpty();
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
        assertThat(zomg.recoverBoxes().recover().setAside()).containsExactly(orphan.uid());
        assertThat(machine.engine().list()).containsExactly(box.uid());
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATING", "DELETING"})
    void what_cannot_be_undone_or_finished_is_so_at_the_next_start(BoxStatus status) {
        Box box = recorded(status);
        Box other = zomg.create(ref("z-other"));
        machine.engine().die(other.uid());
        IllegalStateException busy = new IllegalStateException("busy");
        machine.roots().failNextDelete(busy);

        Recovery recovery = zomg.recoverBoxes().recover();

        assertThat(recovery.leftovers()).containsExactly(new Recovery.Leftover(box.uid(), busy));
        assertThat(machine.boxes().find(box.ref())).contains(box);
        assertThat(machine.engine().isRunning(other.uid())).isTrue();
        assertThat(zomg.recoverBoxes().recover().leftovers()).isEmpty();
        assertThat(machine.boxes().find(box.ref())).isEmpty();
        assertThat(machine.roots().list()).containsExactly(other.uid());
    }

    @Test
    void a_stop_that_cannot_be_finished_is_so_at_the_next_start() {
        Box box = recorded(BoxStatus.STOPPING);
        IllegalStateException stuck = new IllegalStateException("it does not end");
        machine.engine().failNextStop(stuck);

        Recovery recovery = zomg.recoverBoxes().recover();

        assertThat(recovery.leftovers()).containsExactly(new Recovery.Leftover(box.uid(), stuck));
        assertThat(machine.boxes().find(box.ref())).contains(box);
        zomg.recoverBoxes().recover();
        assertThat(zomg.showBox().show(box.ref())).isStopped();
    }

    /** A root without a record. */
    private Box orphan() {
        Box orphan = BoxFixtures.web();
        machine.roots().create(orphan.uid(), machine.bases().list().getFirst().uid());
        return orphan;
    }

    /** What is there while the script of a base runs. */
    private Uid cutOffBuild() {
        Uid build = BoxFixtures.uid();
        machine.baseStore().bootstrap(build);
        machine.roots().create(build, build);
        return build;
    }

    /** A box that runs, recorded as if it were in the middle of something. */
    private Box recorded(BoxStatus status) {
        Box box = zomg.create(ref("web"));
        return status == BoxStatus.RUNNING
                ? box
                : machine.boxes().replace(box.withStatus(status, NOW));
    }
}
