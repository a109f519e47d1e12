package zomg.usecase.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.box.Precondition;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;

final class SnapshotsTest {

    private static final SnapshotName V0 = new SnapshotName("v0");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final Box box = zomg.create(ref("web"));

    @Test
    void names_are_numbered_after_the_highest() {
        assertThat(zomg.snapshot(ref("web")).name()).isEqualTo(V0);
        zomg.createSnapshot()
                .create(ref("web"), Optional.of(new SnapshotName("v7")), Description.NONE, true);
        zomg.createSnapshot()
                .create(ref("web"), Optional.of(new SnapshotName("v08")), Description.NONE, true);

        assertThat(zomg.snapshot(ref("web")).name().value()).isEqualTo("v8");
    }

    @Test
    void a_snapshot_is_recorded_when_it_is_on_disk() {
        write("before");

        Snapshot snapshot =
                zomg.createSnapshot()
                        .create(ref("web"), Optional.empty(), new Description("as it was"), true)
                        .snapshot();

        assertThat(zomg.findSnapshot().list(ref("web")))
                .containsExactly(new TakenSnapshot(snapshot, List.of()));
        assertThat(snapshot.state()).isEqualTo(SnapshotState.READY);
        assertThat(snapshot.description().text()).isEqualTo("as it was");
        assertThat(machine.pool().kept(snapshot.uid()).orElseThrow())
                .containsEntry("/work", "before");
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_snapshot_that_fails_leaves_nothing() {
        machine.snapshotStore().failNextTake(new IllegalStateException("full"));

        assertThatThrownBy(() -> zomg.snapshot(ref("web"))).hasMessage("full");

        assertThat(zomg.findSnapshot().list(ref("web"))).isEmpty();
        assertThat(machine.snapshotStore().list()).isEmpty();
    }

    @Test
    void what_cannot_be_undone_at_once_is_undone_later() {
        machine.snapshotStore().failNextTake(new IllegalStateException("full"));
        machine.snapshotStore().failNextDelete(new IllegalStateException("full, too"));
        assertThatThrownBy(() -> zomg.snapshot(ref("web"))).hasMessage("full");

        assertThat(zomg.reconcile().repair()).hasSize(1);

        assertThat(zomg.findSnapshot().list(ref("web"))).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_stopped_box_is_restored_where_it_stands() {
        write("before");
        zomg.snapshot(ref("web"));
        write("after");
        zomg.stopBox().stop(ref("web"));

        RestoreSnapshot.Outcome outcome = restore(V0, true);

        assertThat(outcome.box()).isStopped();
        assertThat(machine.pool().read(box.uid(), "/work")).contains("before");
        Snapshot safety = outcome.safety().orElseThrow().snapshot();
        assertThat(safety.name().value()).isEqualTo("v1");
        assertThat(safety.safety()).isTrue();
        assertThat(safety.description().text()).isEqualTo("before restoring v0");
        assertThat(machine.pool().kept(safety.uid()).orElseThrow()).containsEntry("/work", "after");
    }

    @Test
    void a_running_box_is_stopped_with_its_grace_and_runs_again() {
        write("before");
        zomg.snapshot(ref("web"));
        write("after");
        int starts = machine.engine().starts(box.uid());

        RestoreSnapshot.Outcome outcome = restore(V0, false);

        assertThat(outcome.box()).isRunning();
        assertThat(outcome.safety()).isEmpty();
        assertThat(machine.engine().grace(box.uid())).contains(box.spec().grace().duration());
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
        assertThat(starts).isPositive();
        assertThat(machine.pool().read(box.uid(), "/work")).contains("before");
        assertThat(zomg.findSnapshot().show(ref("web"), V0).snapshot().restoredAt()).isPresent();
    }

    @Test
    void one_goes_forward_again_to_what_a_restore_replaced() {
        write("before");
        zomg.snapshot(ref("web"));
        write("after");
        SnapshotName safety = restore(V0, true).safety().orElseThrow().snapshot().name();

        restore(safety, true);

        assertThat(machine.pool().read(box.uid(), "/work")).contains("after");
        assertThat(zomg.findSnapshot().list(ref("web"))).hasSize(3);
    }

    @Test
    void a_restore_that_fails_leaves_the_box_running_as_it_was() {
        write("before");
        zomg.snapshot(ref("web"));
        write("after");
        machine.snapshotStore().failNextRestore(new IllegalStateException("full"));

        assertThatThrownBy(() -> restore(V0, true)).hasMessage("full");

        assertThat(zomg.showBox().show(ref("web"))).isRunning();
        assertThat(machine.pool().read(box.uid(), "/work")).contains("after");
        assertThat(zomg.findSnapshot().list(ref("web"))).hasSize(1);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_box_that_does_not_start_on_what_was_restored_is_stopped() {
        zomg.snapshot(ref("web"));
        machine.engine().failNextStart(new IllegalStateException("no shell"));

        assertThatThrownBy(() -> restore(V0, true)).hasMessage("no shell");

        assertThat(zomg.showBox().show(ref("web"))).isStopped();
        assertThat(zomg.findSnapshot().list(ref("web"))).hasSize(2);
    }

    @Test
    void a_box_whose_root_was_lost_has_one_again() {
        write("before");
        zomg.snapshot(ref("web"));
        machine.roots().delete(box.uid());
        zomg.reconcile().repair();
        assertThat(zomg.showBox().show(ref("web"))).hasStatus(BoxStatus.FAILED);

        assertThat(restore(V0, true).box()).isStopped();

        assertThat(machine.pool().read(box.uid(), "/work")).contains("before");
        assertThat(zomg.resumeBox().resume(ref("web"))).isRunning();
    }

    @Test
    void unknown_boxes_and_snapshots_are_refused() {
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> zomg.snapshot(ref("other")));
        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> restore(V0, true));
        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> zomg.findSnapshot().show(ref("web"), V0));
        assertThat(zomg.deleteSnapshot().delete(ref("web"), V0)).isEmpty();
        assertThat(zomg.showBox().show(ref("web"))).isEqualTo(box);
    }

    @Test
    void snapshots_go_one_by_one_and_with_their_box() {
        Snapshot first = zomg.snapshot(ref("web"));
        Snapshot second = zomg.snapshot(ref("web"));

        assertThat(zomg.deleteSnapshot().delete(ref("web"), V0)).contains(first.uid());
        assertThat(machine.snapshotStore().list()).containsExactly(second.uid());
        zomg.deleteBox().delete(ref("web"), true);

        assertThat(machine.snapshotStore().list()).isEmpty();
        assertThat(machine.snapshots().page(Optional.empty(), 10)).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_delete_of_a_box_that_was_cut_off_takes_its_snapshots_along() {
        zomg.snapshot(ref("web"));
        machine.snapshotStore().failNextDelete(new IllegalStateException("away"));
        assertThatThrownBy(() -> zomg.deleteBox().delete(ref("web"), true)).hasMessage("away");

        zomg.reconcile().repair();

        assertThat(machine.snapshotStore().list()).isEmpty();
        assertThat(machine.boxes().find(ref("web"))).isEmpty();
    }

    @Test
    void what_a_power_cut_brings_back_of_a_deleted_snapshot_goes_again() {
        zomg.snapshot(ref("web"));
        zomg.deleteSnapshot().delete(ref("web"), V0);
        machine.pool().cutPower();
        assertThat(machine.snapshotStore().list()).hasSize(1);

        zomg.reconcile().repair();

        assertThat(machine.snapshotStore().list()).isEmpty();
        assertThat(machine.pool().setAside()).isEmpty();
    }

    @Test
    void what_no_record_names_is_set_aside() {
        Snapshot known = zomg.snapshot(ref("web"));
        machine.pool().putKept(machine.ids().next(), Map.of("/work", "lost"));

        zomg.reconcile().repair();

        assertThat(machine.snapshotStore().list()).contains(known.uid());
        assertThat(machine.pool().setAside()).hasSize(1);
    }

    @Test
    void a_snapshot_whose_disk_is_gone_is_said_to_be_lost_and_can_be_deleted() {
        Snapshot snapshot = zomg.snapshot(ref("web"));
        machine.pool().loseKept(snapshot.uid());

        assertThat(zomg.reconcile().repair()).hasSize(1);

        assertThat(zomg.findSnapshot().show(ref("web"), V0).snapshot().state())
                .isEqualTo(SnapshotState.LOST);
        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> restore(V0, true));
        assertThat(zomg.reconcile().look()).isEmpty();
        zomg.deleteSnapshot().delete(ref("web"), V0);
        assertThat(zomg.findSnapshot().list(ref("web"))).isEmpty();
    }

    private void write(String content) {
        machine.pool().write(box.uid(), "/work", content);
    }

    private RestoreSnapshot.Outcome restore(SnapshotName name, boolean safety) {
        return zomg.restoreSnapshot()
                .restore(
                        ref("web"),
                        name,
                        new RestoreSnapshot.Options(safety, false, false),
                        Precondition.NONE);
    }
}
