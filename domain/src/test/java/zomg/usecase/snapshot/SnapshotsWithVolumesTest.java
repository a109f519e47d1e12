package zomg.usecase.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Data.volume;
import static zomg.fixture.Refusals.assertRefused;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.Data;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.box.Precondition;
import zomg.model.id.SnapshotName;
import zomg.model.snapshot.Description;
import zomg.model.snapshot.SnapshotState;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.usecase.setup.Finding;

/** A snapshot of a box takes the data volumes that it may write to. */
final class SnapshotsWithVolumesTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final Data data = new Data(machine, zomg);
    private Volume tables;
    private Volume log;

    @BeforeEach
    void two_volumes() {
        tables = data.made("tables");
        log = data.made("log");
        data.made("read");
    }

    private Box web() {
        return data.box("web", "tables=/tables", "log=/log", "read=/read:ro");
    }

    private TakenSnapshot taken(boolean with) {
        return zomg.createSnapshot().create(ref("web"), Optional.empty(), Description.NONE, with);
    }

    private List<String> names(String volume) {
        return zomg.snapshotVolume().list(volume(volume)).stream()
                .map(one -> one.name().value())
                .toList();
    }

    @Test
    void each_that_it_may_write_to_is_taken_under_the_name_of_the_boxs() {
        web();
        data.write(tables.uid(), "/rows", "1");

        TakenSnapshot taken = taken(true);

        assertThat(taken.volumes())
                .extracting(VolumeSnapshot::of)
                .containsExactlyInAnyOrder(log.ref(), tables.ref());
        assertThat(names("tables")).containsExactly("web-v0");
        assertThat(names("log")).containsExactly("web-v0");
        assertThat(names("read")).isEmpty();
        VolumeSnapshot ofTables = zomg.snapshotVolume().list(tables.ref()).getFirst();
        assertThat(ofTables.takenWith()).contains(taken.snapshot().uid());
        assertThat(ofTables.description().orElseThrow().text())
                .isEqualTo("with snapshot v0 of box web");
        assertThat(machine.pool().volumeSnapshot(ofTables.uid()).orElseThrow())
                .containsEntry("/rows", "1");
        assertThat(zomg.findSnapshot().list(ref("web")).getFirst().volumes())
                .containsExactlyInAnyOrderElementsOf(taken.volumes());
        assertThat(zomg.findSnapshot().show(ref("web"), taken.snapshot().name()).volumes())
                .hasSize(2);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void without_data_only_the_root_is_taken() {
        web();

        assertThat(taken(false).volumes()).isEmpty();

        assertThat(machine.volumeSnapshots().all()).isEmpty();
        assertThat(machine.freezer().asked()).isEmpty();
    }

    @Test
    void what_is_called_so_already_stays_and_the_new_one_gets_another_name() {
        web();
        zomg.snapshotVolume()
                .take(tables.ref(), Optional.of(new SnapshotName("web-v0")), Optional.empty());

        taken(true);

        assertThat(names("tables")).hasSize(2).first().isEqualTo("web-v0");
        assertThat(names("tables").getLast()).matches("web-v0-[0-9a-f]{12}");
        assertThat(names("log")).containsExactly("web-v0");
    }

    @Test
    void a_name_never_gets_too_long() {
        data.box("w".repeat(50), "tables=/tables");

        zomg.createSnapshot()
                .create(
                        ref("w".repeat(50)),
                        Optional.of(new SnapshotName("s".repeat(63))),
                        Description.NONE,
                        true);

        assertThat(names("tables").getFirst()).hasSize(63).matches("w{50}-[0-9a-f]{12}");
    }

    @Test
    void copies_that_a_fork_owns_are_taken_and_go_with_it() {
        web();
        data.fork("copy", "web");

        TakenSnapshot taken =
                zomg.createSnapshot().create(ref("copy"), Optional.empty(), Description.NONE, true);

        assertThat(taken.volumes()).hasSize(2);
        zomg.deleteBox().delete(ref("copy"), true);
        assertThat(machine.volumeSnapshots().all()).isEmpty();
        assertThat(machine.volumeSnapshotStore().list()).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void they_go_with_the_boxs_snapshot() {
        web();
        SnapshotName first = taken(true).snapshot().name();
        taken(true);

        zomg.deleteSnapshot().delete(ref("web"), first);

        assertThat(names("tables")).containsExactly("web-v1");
        assertThat(machine.volumeSnapshotStore().list()).hasSize(2);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void they_go_with_the_box() {
        web();
        taken(true);

        zomg.deleteBox().delete(ref("web"), true);

        assertThat(names("tables")).isEmpty();
        assertThat(machine.volumeSnapshotStore().list()).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void one_whose_volume_is_busy_goes_with_the_next_comparison() throws InterruptedException {
        web();
        taken(true);

        Thread other =
                Thread.ofVirtual().unstarted(() -> zomg.deleteSnapshot().delete(ref("web"), V0));
        zomg.volumeTurns()
                .take(
                        tables.ref(),
                        () -> {
                            other.start();
                            join(other);
                            return null;
                        });

        assertThat(names("tables")).containsExactly("web-v0");
        assertThat(names("log")).isEmpty();
        assertThat(zomg.reconcile().repair()).hasSize(1);
        assertThat(names("tables")).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    private static final SnapshotName V0 = SnapshotName.numbered(0);

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void one_can_be_deleted_by_itself_and_the_boxs_has_the_rest() {
        web();
        taken(true);

        zomg.snapshotVolume().delete(tables.ref(), new SnapshotName("web-v0"));

        assertThat(zomg.findSnapshot().show(ref("web"), V0).volumes())
                .extracting(VolumeSnapshot::of)
                .containsExactly(log.ref());
    }

    @Test
    void if_one_fails_nothing_is_left() {
        web();
        machine.volumeSnapshotStore().failNextTake(new IllegalStateException("full"));

        assertThatThrownBy(() -> taken(true)).hasMessage("full");

        assertThat(zomg.findSnapshot().list(ref("web"))).isEmpty();
        assertThat(machine.snapshotStore().list()).isEmpty();
        assertThat(machine.volumeSnapshots().all()).isEmpty();
        assertThat(machine.volumeSnapshotStore().list()).isEmpty();
        assertThat(machine.freezer().held()).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_volume_that_is_not_whole_is_not_taken_and_nothing_is_left() {
        Box web = web();
        machine.dataVolumes().replace(tables.withStatus(VolumeStatus.LOST, web.createdAt()));

        assertRefused(ErrorCode.VOLUME_BUSY, () -> taken(true));

        assertThat(zomg.findSnapshot().list(ref("web"))).isEmpty();
        assertThat(machine.volumeSnapshots().all()).isEmpty();
        assertThat(taken(false).volumes()).isEmpty();
    }

    private RestoreSnapshot.Outcome restored(boolean force) {
        return zomg.restoreSnapshot()
                .restore(
                        ref("web"),
                        V0,
                        new RestoreSnapshot.Options(true, true, force),
                        Precondition.NONE);
    }

    private void write(Box box, String content) {
        machine.pool().write(box.uid(), "/work", content);
        data.write(tables.uid(), "/rows", content);
        data.write(log.uid(), "/rows", content);
    }

    private List<String> read(Box box) {
        return List.of(
                machine.pool().read(box.uid(), "/work").orElse("-"),
                data.read(tables.uid(), "/rows").orElse("-"),
                data.read(log.uid(), "/rows").orElse("-"));
    }

    @Test
    void a_restore_with_data_brings_back_all_of_it_and_what_it_replaced_again() {
        Box web = web();
        write(web, "old");
        taken(true);
        write(web, "new");

        RestoreSnapshot.Outcome outcome = restored(false);

        assertThat(read(web)).containsExactly("old", "old", "old");
        assertThat(outcome.volumes()).hasSize(2);
        assertThat(outcome.box().is(BoxStatus.RUNNING)).isTrue();
        TakenSnapshot safety = outcome.safety().orElseThrow();
        assertThat(safety.volumes()).hasSize(2);
        assertThat(zomg.findSnapshot().show(ref("web"), V0).snapshot().restoredAt()).isPresent();
        zomg.restoreSnapshot()
                .restore(
                        ref("web"),
                        safety.snapshot().name(),
                        new RestoreSnapshot.Options(false, true, false),
                        Precondition.NONE);
        assertThat(read(web)).containsExactly("new", "new", "new");
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void without_data_the_volumes_stay_as_they_are() {
        Box web = web();
        write(web, "old");
        taken(true);
        write(web, "new");

        RestoreSnapshot.Outcome outcome =
                zomg.restoreSnapshot()
                        .restore(
                                ref("web"), V0, RestoreSnapshot.Options.DEFAULT, Precondition.NONE);

        assertThat(read(web)).containsExactly("old", "new", "new");
        assertThat(outcome.safety().orElseThrow().volumes()).isEmpty();
    }

    @Test
    void volumes_that_the_box_has_no_more_are_left_alone() {
        Box web = web();
        write(web, "old");
        taken(true);
        write(web, "new");
        zomg.attachVolume().detach(ref("web"), log.ref().name());

        assertThat(restored(false).volumes())
                .extracting(VolumeSnapshot::of)
                .containsExactly(tables.ref());

        assertThat(read(web)).containsExactly("old", "old", "new");
    }

    @Test
    void another_box_that_has_a_volume_and_runs_is_stopped_by_force_only() {
        Box web = web();
        Box other = data.box("other", "log=/log:ro");
        write(web, "old");
        taken(true);
        write(web, "new");

        assertRefused(ErrorCode.VOLUME_IN_USE, () -> restored(false));
        assertThat(read(web)).containsExactly("new", "new", "new");
        assertThat(machine.engine().grace(web.uid())).isEmpty();
        restored(true);

        assertThat(read(web)).containsExactly("old", "old", "old");
        assertThat(machine.engine().grace(other.uid())).isPresent();
        assertThat(machine.engine().isRunning(other.uid())).isTrue();
        assertThat(machine.engine().isRunning(web.uid())).isTrue();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void what_failed_halfway_is_finished_before_the_box_starts() {
        Box web = web();
        write(web, "old");
        taken(true);
        write(web, "new");
        machine.volumeSnapshotStore().failNextRestore(new IllegalStateException("no room"));

        assertThatThrownBy(() -> restored(false)).hasMessage("no room");

        assertThat(machine.engine().isRunning(web.uid())).isFalse();
        assertRefused(ErrorCode.BOX_BUSY, () -> zomg.resumeBox().resume(ref("web")));
        assertRefused(ErrorCode.BOX_BUSY, () -> zomg.deleteSnapshot().delete(ref("web"), V0));
        assertThat(zomg.findSnapshot().show(ref("web"), V0).snapshot().state())
                .isEqualTo(SnapshotState.RESTORING);
        assertThat(zomg.reconcile().repair())
                .extracting(Finding::sentence)
                .contains("its restore was cut off");
        assertThat(read(web)).containsExactly("old", "old", "old");
        assertThat(machine.engine().isRunning(web.uid())).isTrue();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void what_cannot_be_finished_yet_keeps_the_box_from_starting() {
        Box web = web();
        write(web, "old");
        taken(true);
        write(web, "new");
        machine.volumeSnapshotStore().failNextRestore(new IllegalStateException("no room"));
        assertThatThrownBy(() -> restored(false)).hasMessage("no room");
        machine.snapshotStore().failNextRestore(new IllegalStateException("no room yet"));

        assertThat(zomg.reconcile().repair()).isNotEmpty();
        assertThat(machine.engine().isRunning(web.uid())).isFalse();

        zomg.deleteBox().delete(ref("web"), true);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void what_was_taken_of_a_volume_and_is_lost_is_not_restored() {
        web();
        TakenSnapshot taken = taken(true);
        machine.volumeSnapshots().replace(taken.volumes().getFirst().withStatus(VolumeStatus.LOST));

        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> restored(false));
    }
}
