package zomg.usecase.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Data.mount;
import static zomg.fixture.Data.volume;
import static zomg.fixture.Refusals.assertInvalid;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.Crowd;
import zomg.fixture.Data;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.journal.Change;
import zomg.model.journal.Entry;
import zomg.model.space.Storage;
import zomg.model.volume.Attachment;
import zomg.model.volume.Attachments;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeStatus;
import zomg.port.Journal.Filter;
import zomg.usecase.setup.Finding;
import zomg.usecase.setup.Finding.Kind;

final class VolumesTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final Data data = new Data(machine, zomg);

    @Test
    void a_volume_is_made_listed_shown_and_deleted() {
        Volume made = data.made("datasets");

        assertThat(made.status()).isEqualTo(VolumeStatus.READY);
        assertThat(zomg.listVolumes().list(Optional.empty(), Optional.empty(), 10).volumes())
                .containsExactly(made);
        assertThat(zomg.listVolumes().show(made.ref()).boxes()).isEmpty();
        assertThat(machine.volumeStore().list()).containsExactly(made.uid());
        assertThat(zomg.deleteVolume().delete(made.ref())).contains(made.uid());
        assertThat(zomg.deleteVolume().delete(made.ref())).isEmpty();
        assertThat(machine.volumeStore().list()).isEmpty();
        assertThat(history())
                .endsWith("volume.creating", "project.created", "volume.created", "volume.deleted");
    }

    @Test
    void a_list_comes_in_pages() {
        Volume b = data.made("b");
        Volume a = data.made("a");

        ListVolumes.Page first =
                zomg.listVolumes().list(Optional.of(ProjectName.DEFAULT), Optional.empty(), 1);
        ListVolumes.Page second = zomg.listVolumes().list(Optional.empty(), first.next(), 1);

        assertThat(first.volumes()).containsExactly(a);
        assertThat(second.volumes()).containsExactly(b);
        assertThat(second.next()).isEmpty();
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> zomg.listVolumes().list(Optional.empty(), Optional.empty(), 1001),
                "max_results");
    }

    @Test
    void a_copy_has_what_its_source_has() {
        Volume source = data.made("source");
        data.write(source.uid(), "/file", "mine");

        Volume copy = zomg.createVolume().create(volume("copy"), from("source"));

        assertThat(data.read(copy.uid(), "/file")).contains("mine");
        assertThat(copy.origin()).contains("copy of source");
        assertRefused(
                ErrorCode.VOLUME_NOT_FOUND,
                () -> zomg.createVolume().create(volume("x"), from("no")));
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                () -> zomg.createVolume().create(volume("x"), from("x")),
                "from");
        assertRefused(ErrorCode.VOLUME_EXISTS, () -> data.made("copy"));
    }

    @Test
    void a_create_that_fails_leaves_nothing() {
        machine.volumeStore().failNextCreate(new Refusal(ErrorCode.INSUFFICIENT_STORAGE, "full"));

        assertRefused(ErrorCode.INSUFFICIENT_STORAGE, () -> data.made("a"));

        assertThat(machine.dataVolumes().all()).isEmpty();
        assertThat(machine.volumeStore().list()).isEmpty();
    }

    @Test
    void a_volume_has_a_limit_that_can_be_changed() {
        Volume made =
                zomg.createVolume()
                        .create(volume("a"), Optional.empty(), Optional.of(new Storage(3)));
        assertThat(made.storage()).contains(new Storage(3));
        assertThat(machine.volumeStore().limit(made.uid())).contains(new Storage(3));

        Volume updated = zomg.updateVolume().update(made.ref(), Optional.of(new Storage(5)));

        assertThat(updated.storage()).contains(new Storage(5));
        assertThat(zomg.listVolumes().show(made.ref()).volume()).isEqualTo(updated);
        assertThat(machine.volumeStore().limit(made.uid())).contains(new Storage(5));
        assertThat(history()).endsWith("volume.created", "volume.updated");
        assertRefused(
                ErrorCode.NO_UPDATES,
                () -> zomg.updateVolume().update(made.ref(), Optional.empty()));
        assertRefused(
                ErrorCode.VOLUME_NOT_FOUND,
                () -> zomg.updateVolume().update(volume("no"), Optional.of(new Storage(1))));
    }

    @Test
    void a_limit_that_the_disk_refuses_is_not_recorded() {
        Refusal unsupported = new Refusal(ErrorCode.QUOTA_UNSUPPORTED, "off");
        Volume made = data.made("a");
        machine.volumeStore().failNextLimit(unsupported);
        assertRefused(
                ErrorCode.QUOTA_UNSUPPORTED,
                () -> zomg.updateVolume().update(made.ref(), Optional.of(new Storage(1))));
        machine.volumeStore().failNextLimit(unsupported);
        assertRefused(
                ErrorCode.QUOTA_UNSUPPORTED,
                () ->
                        zomg.createVolume()
                                .create(
                                        volume("b"),
                                        Optional.empty(),
                                        Optional.of(new Storage(1))));

        assertThat(machine.dataVolumes().all().values()).containsExactly(made);
        assertThat(machine.volumeStore().list()).containsExactly(made.uid());
    }

    @Test
    void copies_have_the_limit_of_their_source_if_nothing_else_is_said() {
        zomg.createVolume().create(volume("a"), Optional.empty(), Optional.of(new Storage(3)));
        data.box("web", "a=/srv/data");

        Volume copy = zomg.createVolume().create(volume("copy"), from("a"));
        Volume larger =
                zomg.createVolume()
                        .create(volume("larger"), from("a"), Optional.of(new Storage(9)));
        Box fork = data.fork("test", "web");

        assertThat(copy.storage()).contains(new Storage(3));
        assertThat(larger.storage()).contains(new Storage(9));
        Uid own = fork.spec().volumes().all().getFirst().volume();
        assertThat(machine.dataVolumes().all().get(own).storage()).contains(new Storage(3));
        assertThat(machine.volumeStore().limit(own)).contains(new Storage(3));
    }

    @Test
    void a_limit_that_is_not_that_of_the_record_is_seen_and_put_right() {
        Volume made =
                zomg.createVolume()
                        .create(volume("a"), Optional.empty(), Optional.of(new Storage(3)));
        machine.volumeStore().limit(made.uid(), Optional.empty());

        assertThat(zomg.reconcile().look())
                .extracting(Finding::kind)
                .containsExactly(Kind.INCOMPLETE);
        assertThat(zomg.reconcile().repair()).allMatch(Finding::isDone);

        assertThat(machine.volumeStore().limit(made.uid())).contains(new Storage(3));
        assertThat(zomg.reconcile().repair()).isEmpty();
    }

    @Test
    void a_create_that_was_cut_off_is_undone() {
        Volume intended =
                Volume.intended(uid(), volume("a"), Optional.empty(), Optional.empty(), NOW);
        machine.dataVolumes().add(intended);
        machine.volumeStore().create(intended.uid());
        assertRefused(ErrorCode.VOLUME_BUSY, () -> data.box("web", "a=/data"));

        assertThat(zomg.reconcile().repair())
                .extracting(Finding::kind)
                .containsExactly(Kind.UNFINISHED);

        assertThat(machine.dataVolumes().all()).isEmpty();
        assertThat(machine.volumeStore().list()).isEmpty();
    }

    @Test
    void a_box_is_made_with_volumes() {
        Volume volume = data.made("datasets");

        Box box = data.box("web", "datasets=/srv/data:ro");

        assertThat(box.spec().volumes().all())
                .containsExactly(
                        new Attachment(volume.uid(), mount("datasets=/srv/data:ro"), false));
        assertThat(machine.engine().mounted(box.uid())).isEqualTo(box.spec().volumes());
        assertThat(zomg.listVolumes().show(volume.ref()).boxes()).containsExactly(box);
        assertRefused(ErrorCode.VOLUME_NOT_FOUND, () -> data.box("api", "other=/srv/data"));
        assertThat(machine.boxes().find(ref("api"))).isEmpty();
    }

    @Test
    void a_volume_in_use_is_not_deleted_running_or_not_and_outlives_its_boxes() {
        Volume volume = data.made("datasets");
        data.box("web", "datasets=/srv/data");
        assertRefused(ErrorCode.VOLUME_IN_USE, () -> zomg.deleteVolume().delete(volume.ref()));
        zomg.stopBox().stop(ref("web"));
        assertRefused(ErrorCode.VOLUME_IN_USE, () -> zomg.deleteVolume().delete(volume.ref()));

        zomg.deleteBox().delete(ref("web"), true);

        assertThat(machine.volumeStore().list()).containsExactly(volume.uid());
        assertThat(zomg.deleteVolume().delete(volume.ref())).isPresent();
    }

    @Test
    void an_update_leaves_the_volumes_of_a_box() {
        data.made("datasets");
        Box box = data.box("web", "datasets=/srv/data");

        Box updated = zomg.update(box.ref(), Map.of("PORT", "80")).box();

        assertThat(updated.spec().volumes()).isEqualTo(box.spec().volumes());
    }

    @Test
    void volumes_are_attached_and_detached_while_the_box_runs() {
        Volume volume = data.made("datasets");
        Box box = data.box("web");

        Box attached = zomg.attachVolume().attach(box.ref(), mount("datasets=/srv/data"));
        Box again = zomg.attachVolume().attach(box.ref(), mount("datasets=/srv/data"));

        assertThat(again).isEqualTo(attached);
        assertThat(machine.engine().mounted(box.uid()).has(volume.uid())).isTrue();
        Box detached = zomg.attachVolume().detach(box.ref(), volume.ref().name());
        assertThat(zomg.attachVolume().detach(box.ref(), volume.ref().name())).isEqualTo(detached);
        assertThat(detached.spec()).isEqualTo(box.spec());
        assertThat(machine.engine().mounted(box.uid())).isEqualTo(Attachments.NONE);
    }

    @Test
    void a_stopped_box_has_what_was_attached_when_it_is_resumed() {
        data.made("datasets");
        Box box = data.box("web");
        zomg.stopBox().stop(box.ref());

        Box attached = zomg.attachVolume().attach(box.ref(), mount("datasets=/srv/data"));

        assertThat(attached).isStopped();
        zomg.resumeBox().resume(box.ref());
        assertThat(machine.engine().mounted(box.uid())).isEqualTo(attached.spec().volumes());
    }

    @Test
    void a_volume_is_attached_once_and_a_path_taken_once() {
        data.made("one");
        data.made("two");
        Box box = data.box("web", "one=/srv/data");

        assertRefused(
                ErrorCode.VOLUME_ATTACHED,
                () -> zomg.attachVolume().attach(box.ref(), mount("one=/other")));
        assertRefused(
                ErrorCode.VOLUME_ATTACHED,
                () -> zomg.attachVolume().attach(box.ref(), mount("one=/srv/data:ro")));
        assertRefused(
                ErrorCode.PATH_IN_USE,
                () -> zomg.attachVolume().attach(box.ref(), mount("two=/srv/data")));
        assertRefused(
                ErrorCode.PATH_IN_USE,
                () -> zomg.attachVolume().attach(box.ref(), mount("two=/srv")));
        zomg.attachVolume().attach(box.ref(), mount("two=/srv/data/two"));
    }

    @Test
    void what_cannot_be_mounted_is_not_recorded() {
        data.made("datasets");
        Box box = data.box("web");
        machine.mounts().failNext(new Refusal(ErrorCode.MOUNT_FAILED, "in the way"));

        assertRefused(
                ErrorCode.MOUNT_FAILED,
                () -> zomg.attachVolume().attach(box.ref(), mount("datasets=/srv/data")));

        assertThat(zomg.showBox().show(box.ref()).spec()).isEqualTo(box.spec());
    }

    @Test
    void what_cannot_be_unmounted_stays_recorded() {
        data.made("datasets");
        Box box = data.box("web", "datasets=/srv/data");
        machine.mounts().failNext(new Refusal(ErrorCode.VOLUME_BUSY, "in use"));

        assertRefused(
                ErrorCode.VOLUME_BUSY,
                () -> zomg.attachVolume().detach(box.ref(), new VolumeName("datasets")));

        assertThat(zomg.showBox().show(box.ref()).spec()).isEqualTo(box.spec());
        assertThat(machine.engine().mounted(box.uid())).isEqualTo(box.spec().volumes());
    }

    @Test
    void a_box_that_has_other_mounts_than_its_record_is_mended() {
        data.made("datasets");
        Box box = data.box("web", "datasets=/srv/data");
        machine.engine().mount(box.uid(), Attachments.NONE);

        assertThat(zomg.reconcile().look())
                .extracting(Finding::kind)
                .containsExactly(Kind.INCOMPLETE);
        assertThat(zomg.reconcile().repair()).allMatch(Finding::isDone);

        assertThat(machine.engine().mounted(box.uid())).isEqualTo(box.spec().volumes());
        assertThat(zomg.reconcile().repair()).isEmpty();
        assertThat(machine.engine().starts(box.uid())).isEqualTo(1);
    }

    @Test
    void a_fork_has_copies_of_its_sources_volumes_for_itself() {
        Volume volume = data.made("datasets");
        data.made("lookup");
        data.write(volume.uid(), "/file", "before");
        data.box("web", "datasets=/srv/data", "lookup=/srv/lookup:ro");

        Box fork = data.fork("test", "web");

        data.write(volume.uid(), "/file", "after");
        List<Attachment> own = fork.spec().volumes().all();
        assertThat(own).hasSize(2).allMatch(Attachment::owned);
        assertThat(own.getFirst().mount().path().value()).isEqualTo("/srv/data");
        assertThat(own.getFirst().mount().name().value()).matches("box-test-[0-9a-f]{12}");
        assertThat(own.getLast().mount().readOnly()).isTrue();
        assertThat(data.read(own.getFirst().volume(), "/file")).contains("before");
        assertThat(machine.engine().mounted(fork.uid())).isEqualTo(fork.spec().volumes());
    }

    @Test
    void copies_of_a_fork_are_nobody_elses() {
        data.made("datasets");
        data.box("web", "datasets=/srv/data");
        Box fork = data.fork("test", "web");
        VolumeName own = fork.spec().volumes().all().getFirst().mount().name();

        assertThat(zomg.listVolumes().list(Optional.empty(), Optional.empty(), 10).volumes())
                .extracting(one -> one.ref().name().value())
                .containsExactly("datasets");
        assertRefused(
                ErrorCode.VOLUME_NOT_FOUND, () -> zomg.listVolumes().show(volume(own.value())));
        assertRefused(
                ErrorCode.VOLUME_NOT_FOUND,
                () -> zomg.attachVolume().attach(ref("web"), mount(own + "=/other")));
        assertRefused(ErrorCode.VOLUME_OWNED, () -> zomg.attachVolume().detach(fork.ref(), own));
        assertThat(zomg.deleteVolume().delete(volume(own.value()))).isEmpty();
    }

    @Test
    void copies_go_with_their_box_and_what_it_was_given_stays() {
        Volume volume = data.made("datasets");
        data.made("mine");
        data.box("web", "datasets=/srv/data");
        data.fork("test", "web", "mine=/srv/mine");
        Box second = data.fork("second", "test");
        assertThat(second.spec().volumes().all()).hasSize(2);

        zomg.deleteBox().delete(ref("test"), true);
        zomg.deleteBox().delete(ref("second"), true);

        assertThat(machine.dataVolumes().all()).hasSize(2);
        assertThat(machine.volumeStore().list()).hasSize(2).contains(volume.uid());
    }

    @Test
    void a_volume_at_a_path_of_the_source_takes_the_place_of_the_copy() {
        data.made("datasets");
        data.made("other");
        data.box("web", "datasets=/srv/data");

        Box fork = data.fork("test", "web", "other=/srv/data");

        assertThat(fork.spec().volumes().all()).hasSize(1).noneMatch(Attachment::owned);
        assertThat(machine.volumeStore().list()).hasSize(2);
    }

    @Test
    void a_fork_that_fails_leaves_no_copies() {
        data.made("datasets");
        data.box("web", "datasets=/srv/data");
        machine.engine().failNextStart(new Refusal(ErrorCode.START_FAILED, "no"));

        assertRefused(ErrorCode.START_FAILED, () -> data.fork("test", "web"));

        assertThat(machine.dataVolumes().all()).hasSize(1);
        assertThat(machine.volumeStore().list()).hasSize(1);
    }

    @Test
    void copies_that_could_not_go_with_their_box_go_later() {
        data.made("datasets");
        data.box("web", "datasets=/srv/data");
        data.fork("test", "web");
        machine.volumeStore().failNextDelete(new IllegalStateException("not now"));

        zomg.deleteBox().delete(ref("test"), true);
        assertThat(machine.volumeStore().list()).hasSize(2);
        zomg.reconcile().repair();

        assertThat(machine.volumeStore().list()).hasSize(1);
    }

    @Test
    void copies_whose_box_is_gone_are_removed() {
        data.made("datasets");
        data.box("web", "datasets=/srv/data");
        Box fork = data.fork("test", "web");
        machine.engine().remove(fork.uid());
        machine.roots().delete(fork.uid());
        machine.boxes().forget(fork.uid());

        assertThat(zomg.reconcile().repair()).extracting(Finding::kind).contains(Kind.UNFINISHED);

        assertThat(machine.dataVolumes().all()).hasSize(1);
        assertThat(machine.volumeStore().list()).hasSize(1);
    }

    @Test
    void a_fork_that_was_cut_off_is_undone_with_its_copies() {
        data.made("datasets");
        data.box("web", "datasets=/srv/data");
        Box fork = data.fork("test", "web");
        machine.boxes().restore(fork.uid(), Optional.of(fork.withStatus(BoxStatus.CREATING, NOW)));

        zomg.reconcile().repair();

        assertThat(machine.boxes().find(fork.ref())).isEmpty();
        assertThat(machine.dataVolumes().all()).hasSize(1);
        assertThat(machine.volumeStore().list()).hasSize(1);
    }

    @Test
    void disks_without_a_record_are_set_aside_and_deleted_ones_removed() {
        Uid unknown = uid();
        machine.volumeStore().create(unknown);
        data.write(unknown, "/file", "precious");
        Volume deleted = data.made("a");
        machine.volumeStore().failNextDelete(new IllegalStateException("not now"));
        assertThatThrownBy(() -> zomg.deleteVolume().delete(deleted.ref()))
                .isInstanceOf(IllegalStateException.class);

        assertThat(zomg.reconcile().repair())
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Kind.ORPHAN_VOLUME, Kind.DELETED_VOLUME);

        assertThat(machine.volumeStore().list()).isEmpty();
        assertThat(machine.pool().readSetAside(unknown, "/file")).contains("precious");
        assertThat(machine.pool().setAside()).containsExactly(unknown);
        zomg.reconcile().repair();
        assertThat(machine.boxes().forgotten()).isEmpty();
    }

    @Test
    void a_volume_whose_disk_is_gone_is_reported_and_can_be_deleted() {
        Volume volume = data.made("a");
        machine.volumeStore().delete(volume.uid());

        assertThat(zomg.reconcile().repair())
                .extracting(Finding::kind, Finding::subject)
                .containsExactly(tuple(Kind.LOST_VOLUME, "volume default:a"));

        assertThat(zomg.reconcile().repair()).isEmpty();
        assertRefused(ErrorCode.VOLUME_BUSY, () -> data.box("web", "a=/data"));
        assertThat(zomg.deleteVolume().delete(volume.ref())).isPresent();
    }

    @Test
    void no_fork_is_made_of_a_box_that_lost_a_volume() {
        Volume volume = data.made("a");
        data.box("web", "a=/data");
        machine.volumeStore().delete(volume.uid());
        zomg.reconcile().repair();

        assertRefused(ErrorCode.VOLUME_BUSY, () -> data.fork("test", "web"));
    }

    @Test
    void a_project_with_a_volume_is_not_deleted() {
        data.made("a");

        assertRefused(
                ErrorCode.PROJECT_NOT_EMPTY,
                () -> zomg.deleteProject().delete(ProjectName.DEFAULT));
    }

    @Test
    void turns_of_several_volumes_are_taken_in_one_order() throws InterruptedException {
        VolumeTurns turns = new VolumeTurns(Duration.ofSeconds(5));

        var outcome =
                Crowd.of(
                        20,
                        number ->
                                turns.takeAll(
                                        number % 2 == 0
                                                ? List.of(volume("a"), volume("b"))
                                                : List.of(volume("b"), volume("a"), volume("b")),
                                        () -> number));

        assertThat(outcome.failures()).isEmpty();
    }

    private static Optional<CreateVolume.Source> from(String volume) {
        return Optional.of(new CreateVolume.Source(new VolumeName(volume), Optional.empty()));
    }

    private List<String> history() {
        return machine.history().after(0, Filter.NONE, 1000).stream()
                .map(Entry::change)
                .map(Change::kind)
                .toList();
    }
}
