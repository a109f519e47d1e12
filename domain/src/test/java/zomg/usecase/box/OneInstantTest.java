package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.Data;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;
import zomg.usecase.base.SaveBase;

/** What several disks are copied from stands still meanwhile. */
final class OneInstantTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final Data data = new Data(machine, zomg);

    @Test
    void a_box_with_one_disk_never_stands_still() {
        zomg.create(ref("web"));

        zomg.fork(ref("copy"), "web");
        zomg.snapshot(ref("web"));

        assertThat(machine.freezer().asked()).isEmpty();
    }

    @Test
    void whoever_has_one_of_the_volumes_stands_still_for_a_fork() {
        data.made("data");
        Box web = data.box("web", "data=/srv");
        Box other = data.box("other", "data=/srv");
        data.box("stranger");

        data.fork("copy", "web");

        assertThat(machine.freezer().asked()).containsExactly(Set.of(web.uid(), other.uid()));
    }

    @Test
    void a_snapshot_that_takes_several_steps_has_its_box_stand_still() {
        Box web = zomg.create(ref("web"));
        machine.snapshotStore().takeSteps();

        zomg.snapshot(ref("web"));

        assertThat(machine.freezer().asked()).containsExactly(Set.of(web.uid()));
    }

    @Test
    void whoever_has_one_of_the_volumes_stands_still_for_a_snapshot() {
        data.made("data");
        data.made("read");
        Box web = data.box("web", "data=/srv", "read=/read:ro");
        Box other = data.box("other", "data=/srv:ro");
        data.box("stranger", "read=/read");

        zomg.snapshot(ref("web"));

        assertThat(machine.freezer().asked()).containsExactly(Set.of(web.uid(), other.uid()));
    }

    @Test
    void a_box_that_writes_too_much_is_not_taken_and_nothing_is_left() {
        data.made("data");
        data.box("web", "data=/srv");
        machine.freezer().refuse(1);
        machine.freezer().giveUp(1);

        assertRefused(ErrorCode.BUSY_WRITING, () -> zomg.snapshot(ref("web")));

        assertThat(zomg.findSnapshot().list(ref("web"))).isEmpty();
        assertThat(machine.snapshotStore().list()).isEmpty();
        assertThat(machine.volumeSnapshotStore().list()).isEmpty();
        assertThat(machine.volumeSnapshots().all()).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_base_of_a_root_that_takes_several_steps_has_its_box_stand_still() {
        Box web = zomg.create(ref("web"));
        zomg.saveBase().save(base("web", "plain"));
        machine.snapshotStore().takeSteps();

        zomg.saveBase().save(base("web", "mine"));

        assertThat(machine.freezer().asked()).containsExactly(Set.of(web.uid()));
    }

    @Test
    void a_base_that_would_take_too_long_is_refused_and_nothing_is_left() {
        zomg.create(ref("web"));
        machine.snapshotStore().takeSteps();
        machine.freezer().giveUp(2);
        Set<Uid> before = machine.baseStore().list();

        assertRefused(ErrorCode.BUSY_WRITING, () -> zomg.saveBase().save(base("web", "mine")));

        assertThat(machine.baseStore().list()).isEqualTo(before);
    }

    @Test
    void what_took_too_long_is_tried_once_more() {
        data.made("data");
        data.box("web", "data=/srv");
        machine.freezer().giveUp(1);

        assertThat(data.fork("copy", "web").spec().volumes().all()).hasSize(1);

        assertThat(machine.freezer().asked()).hasSize(2);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_box_that_writes_too_much_is_not_forked_and_nothing_is_left() {
        data.made("data");
        data.box("web", "data=/srv");
        machine.freezer().refuse(1);
        machine.freezer().giveUp(1);

        assertRefused(ErrorCode.BUSY_WRITING, () -> data.fork("copy", "web"));

        assertThat(machine.boxes().find(ref("copy"))).isEmpty();
        assertThat(machine.roots().list()).hasSize(1);
        assertThat(machine.volumeStore().list()).hasSize(1);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_copy_that_fails_has_all_run_again() {
        zomg.create(ref("web"));
        machine.snapshotStore().takeSteps();
        machine.snapshotStore().failNextTake(new IllegalStateException("full"));

        assertThatThrownBy(() -> zomg.snapshot(ref("web"))).hasMessage("full");

        assertThat(machine.freezer().held()).isEmpty();
        assertThat(zomg.findSnapshot().list(ref("web"))).isEmpty();
    }

    @Test
    void what_a_killed_server_left_standing_still_runs_again() {
        Box web = zomg.create(ref("web"));
        machine.freezer().leaveFrozen(web.uid());

        assertThat(zomg.reconcile().repair()).hasSize(1);

        assertThat(machine.freezer().forgotten()).isEmpty();
    }

    private static SaveBase.Request base(String box, String name) {
        return new SaveBase.Request(
                ref(box),
                new BaseAlias(name),
                "me",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
