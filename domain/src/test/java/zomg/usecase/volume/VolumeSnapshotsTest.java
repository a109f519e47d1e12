package zomg.usecase.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Data.volume;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.Crowd;
import zomg.fixture.Data;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.SnapshotName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.snapshot.Description;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.usecase.setup.Finding;
import zomg.usecase.setup.Finding.Kind;

final class VolumeSnapshotsTest {

    private static final VolumeRef DATASETS = volume("datasets");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final Data data = new Data(machine, zomg);
    private Volume volume;

    @BeforeEach
    void make_a_volume() {
        volume = data.made("datasets");
        data.write(volume.uid(), "/file", "old");
    }

    @Test
    void snapshots_are_numbered_above_the_highest() {
        assertThat(taken().name().value()).isEqualTo("v0");
        assertThat(taken("v7").name().value()).isEqualTo("v7");
        taken("v08");
        taken("before-the-change");
        assertThat(taken().name().value()).isEqualTo("v8");
        zomg.snapshotVolume().delete(DATASETS, new SnapshotName("v8"));
        assertThat(taken().name().value()).isEqualTo("v8");
        assertThat(zomg.snapshotVolume().list(DATASETS))
                .extracting(one -> one.name().value())
                .containsExactly("v0", "v7", "v08", "before-the-change", "v8");
    }

    @Test
    void a_name_is_taken_once() {
        taken("mine");

        assertRefused(ErrorCode.SNAPSHOT_EXISTS, () -> taken("mine"));
        assertThat(machine.volumeSnapshotStore().list()).hasSize(1);
    }

    @Test
    void a_description_is_kept() {
        VolumeSnapshot taken =
                zomg.snapshotVolume()
                        .take(
                                DATASETS,
                                Optional.empty(),
                                Optional.of(new Description("before the change")));

        assertThat(zomg.snapshotVolume().show(DATASETS, taken.name()).description())
                .contains(new Description("before the change"));
    }

    @Test
    void a_restore_brings_back_what_was_there_forward_and_back() {
        VolumeSnapshot old = taken();
        data.write(volume.uid(), "/file", "new");
        VolumeSnapshot newer = taken();

        Volume restored = zomg.restoreVolume().restore(DATASETS, old.name(), false);

        assertThat(restored.status()).isEqualTo(VolumeStatus.READY);
        assertThat(restored.uid()).isEqualTo(volume.uid());
        assertThat(data.read(volume.uid(), "/file")).contains("old");
        zomg.restoreVolume().restore(DATASETS, newer.name(), false);
        assertThat(data.read(volume.uid(), "/file")).contains("new");
    }

    @Test
    void nothing_is_restored_under_a_running_box() {
        taken("old");
        data.write(volume.uid(), "/file", "new");
        data.box("web", "datasets=/data");

        assertRefused(ErrorCode.VOLUME_IN_USE, () -> restore("old"));
        assertThat(data.read(volume.uid(), "/file")).contains("new");

        zomg.stopBox().stop(ref("web"));
        restore("old");
        assertThat(data.read(volume.uid(), "/file")).contains("old");
    }

    @Test
    void the_refusal_names_all_boxes_and_what_can_be_done() {
        taken("old");
        data.box("web", "datasets=/data");
        data.box("other", "datasets=/data:ro");

        assertThatThrownBy(() -> restore("old"))
                .hasMessage(
                        "the volume is attached to boxes other, web, which run; stop them or detach"
                                + " the volume, or use force to have them stopped and resumed");
    }

    @Test
    void by_force_the_boxes_that_run_are_stopped_and_run_again() {
        taken("old");
        data.write(volume.uid(), "/file", "new");
        Box web = data.box("web", "datasets=/data");
        Box stopped = data.box("other", "datasets=/data");
        zomg.stopBox().stop(stopped.ref());

        zomg.restoreVolume().restore(DATASETS, new SnapshotName("old"), true);

        assertThat(data.read(volume.uid(), "/file")).contains("old");
        assertThat(machine.engine().grace(web.uid())).isPresent();
        assertThat(machine.engine().isRunning(web.uid())).isTrue();
        assertThat(machine.engine().isRunning(stopped.uid())).isFalse();
        assertThat(machine.boxes().find(web.ref()).orElseThrow().status())
                .isEqualTo(BoxStatus.RUNNING);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void boxes_run_again_if_the_restore_fails() {
        taken("old");
        Box web = data.box("web", "datasets=/data");
        machine.volumeSnapshotStore().failNextRestore(new IllegalStateException("full"));

        assertThatThrownBy(
                        () -> zomg.restoreVolume().restore(DATASETS, new SnapshotName("old"), true))
                .hasMessage("full");

        assertThat(machine.engine().isRunning(web.uid())).isTrue();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_box_that_has_the_volume_does_not_start_meanwhile() {
        taken("old");
        data.box("web", "datasets=/data");
        zomg.stopBox().stop(ref("web"));

        Crowd.Outcome<Volume> outcome =
                zomg.turns().take(ref("web"), () -> atOnce(() -> restore("old")));

        assertThat(outcome.failures())
                .singleElement()
                .isInstanceOfSatisfying(
                        Refusal.class,
                        busy -> assertThat(busy.code()).isEqualTo(ErrorCode.BOX_BUSY));

        assertThat(machine.dataVolumes().find(DATASETS).orElseThrow().status())
                .isEqualTo(VolumeStatus.READY);
    }

    @Test
    void a_snapshot_that_is_not_there_is_refused() {
        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> restore("no"));
        assertRefused(
                ErrorCode.SNAPSHOT_NOT_FOUND,
                () -> zomg.snapshotVolume().show(DATASETS, new SnapshotName("no")));
        assertRefused(
                ErrorCode.VOLUME_NOT_FOUND, () -> zomg.snapshotVolume().list(volume("other")));
        assertThat(zomg.snapshotVolume().delete(DATASETS, new SnapshotName("no"))).isEmpty();
        assertThat(zomg.snapshotVolume().delete(volume("other"), new SnapshotName("no"))).isEmpty();
    }

    @Test
    void a_new_volume_can_begin_with_a_snapshot() {
        taken("old");
        data.write(volume.uid(), "/file", "new");

        Volume made =
                zomg.createVolume()
                        .create(
                                volume("trial"),
                                Optional.of(
                                        new CreateVolume.Source(
                                                DATASETS.name(),
                                                Optional.of(new SnapshotName("old")))));

        assertThat(data.read(made.uid(), "/file")).contains("old");
        assertThat(made.origin()).contains("snapshot old of datasets");
    }

    @Test
    void one_that_fails_leaves_nothing() {
        machine.volumeSnapshotStore()
                .failNextTake(new Refusal(ErrorCode.INSUFFICIENT_STORAGE, "full"));

        assertRefused(ErrorCode.INSUFFICIENT_STORAGE, this::taken);

        assertThat(machine.volumeSnapshots().all()).isEmpty();
        assertThat(machine.volumeSnapshotStore().list()).isEmpty();
    }

    @Test
    void a_restore_that_fails_leaves_the_volume_as_it_was() {
        taken("old");
        data.write(volume.uid(), "/file", "new");
        machine.volumeSnapshotStore()
                .failNextRestore(new Refusal(ErrorCode.INSUFFICIENT_STORAGE, "full"));

        assertRefused(ErrorCode.INSUFFICIENT_STORAGE, () -> restore("old"));

        assertThat(data.read(volume.uid(), "/file")).contains("new");
        assertThat(machine.dataVolumes().find(DATASETS).orElseThrow().status())
                .isEqualTo(VolumeStatus.READY);
    }

    @Test
    void what_was_cut_off_is_undone_or_settled() {
        VolumeSnapshot cutOff =
                new VolumeSnapshot(
                        uid(),
                        volume.uid(),
                        DATASETS,
                        new SnapshotName("v0"),
                        Optional.empty(),
                        Optional.empty(),
                        VolumeStatus.CREATING,
                        NOW);
        machine.volumeSnapshots().add(cutOff);
        machine.volumeSnapshotStore().take(cutOff.uid(), volume.uid());
        machine.dataVolumes().replace(volume.withStatus(VolumeStatus.RESTORING, NOW));
        assertThat(zomg.snapshotVolume().list(DATASETS)).isEmpty();
        assertRefused(ErrorCode.VOLUME_BUSY, this::taken);

        assertThat(zomg.reconcile().repair())
                .extracting(Finding::kind)
                .containsExactly(Kind.UNFINISHED, Kind.UNFINISHED);

        assertThat(machine.volumeSnapshotStore().list()).isEmpty();
        assertThat(taken().name().value()).isEqualTo("v0");
        assertThat(zomg.reconcile().repair()).isEmpty();
    }

    @Test
    void snapshots_go_with_their_volume() {
        taken();
        taken();

        zomg.deleteVolume().delete(DATASETS);

        assertThat(machine.volumeSnapshots().all()).isEmpty();
        assertThat(machine.volumeSnapshotStore().list()).isEmpty();
    }

    @Test
    void those_that_could_not_go_with_their_volume_go_later() {
        taken();
        machine.volumeSnapshotStore().failNextDelete(new IllegalStateException("not now"));
        assertThatThrownBy(() -> zomg.deleteVolume().delete(DATASETS))
                .isInstanceOf(IllegalStateException.class);

        assertThat(zomg.reconcile().repair())
                .extracting(Finding::kind)
                .containsExactly(Kind.DELETED_VOLUME);

        assertThat(machine.volumeSnapshotStore().list()).isEmpty();
        zomg.reconcile().repair();
        assertThat(machine.boxes().forgotten()).isEmpty();
    }

    @Test
    void disks_without_a_record_are_set_aside_and_records_without_a_disk_reported() {
        Uid unknown = uid();
        machine.volumeSnapshotStore().take(unknown, volume.uid());
        VolumeSnapshot lost = taken();
        machine.volumeSnapshotStore().delete(lost.uid());

        assertThat(zomg.reconcile().repair())
                .extracting(Finding::kind)
                .containsExactly(Kind.ORPHAN_VOLUME, Kind.LOST_VOLUME);

        assertThat(machine.pool().readSetAside(unknown, "/file")).contains("old");
        assertRefused(ErrorCode.SNAPSHOT_NOT_FOUND, () -> restore("v0"));
        assertThat(zomg.snapshotVolume().delete(DATASETS, lost.name())).contains(lost.uid());
        assertThat(zomg.reconcile().repair()).isEmpty();
    }

    private VolumeSnapshot taken() {
        return zomg.snapshotVolume().take(DATASETS, Optional.empty(), Optional.empty());
    }

    private VolumeSnapshot taken(String name) {
        return zomg.snapshotVolume()
                .take(DATASETS, Optional.of(new SnapshotName(name)), Optional.empty());
    }

    private Volume restore(String name) {
        return zomg.restoreVolume().restore(DATASETS, new SnapshotName(name), false);
    }

    /** In another thread. */
    private static Crowd.Outcome<Volume> atOnce(Supplier<Volume> work) {
        try {
            return Crowd.of(1, _ -> work.get());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
