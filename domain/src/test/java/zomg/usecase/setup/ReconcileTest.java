package zomg.usecase.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.ref;

import java.io.FilterOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxRoutes;
import zomg.model.box.BoxStatus;
import zomg.model.exec.ExecEnd;
import zomg.model.id.Uid;
import zomg.model.network.Host;
import zomg.port.Boxes;
import zomg.usecase.setup.Finding.Kind;

final class ReconcileTest {

    private static final String SEE_LOG = "see the server's log";

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    @ParameterizedTest
    @EnumSource(names = {"CREATING", "DELETING"})
    void what_was_half_created_or_half_deleted_is_gone(BoxStatus status) {
        recorded(status);

        zomg.reconcile().repair();

        assertThat(Boxes.Query.everything().in(machine.boxes())).isEmpty();
        assertThat(machine.roots().list()).isEmpty();
        assertThat(machine.engine().list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPING", "STOPPED"})
    void what_should_be_stopped_is(BoxStatus status) {
        Box box = recorded(status);

        zomg.reconcile().repair();

        assertThat(zomg.showBox().show(box.ref())).isStopped();
        assertThat(machine.engine().list()).isEmpty();
        assertThat(machine.roots().list()).containsExactly(box.uid());
    }

    @ParameterizedTest
    @EnumSource(names = {"RESUMING", "RUNNING"})
    void what_should_run_does(BoxStatus status) {
        Box box = recorded(status);
        machine.engine().die(box.uid());

        zomg.reconcile().repair();

        assertThat(zomg.showBox().show(box.ref())).isRunning();
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
    }

    /** The update and then the stop were cut off, and a start leaves alone what runs. */
    @Test
    void a_box_that_ran_on_is_resumed_with_the_limits_of_its_record() {
        Box box = recorded(BoxStatus.RESUMING);
        machine.boxes().replace(box.withSpec(BoxFixtures.lavish(), NOW));

        zomg.reconcile().repair();

        assertThat(machine.engine().starts(box.uid())).isEqualTo(1);
        assertThat(machine.engine().limits(box.uid())).isEqualTo(BoxFixtures.lavish().config());
    }

    @Test
    void a_box_that_runs_is_left_alone() {
        Box box = recorded(BoxStatus.RUNNING);

        zomg.reconcile().repair();
        zomg.reconcile().repair();

        assertThat(machine.boxes().find(box.ref())).contains(box);
        assertThat(machine.engine().starts(box.uid())).isEqualTo(1);
    }

    @Test
    void a_running_box_runs_on_even_if_it_cannot_be_limited() {
        Box box = recorded(BoxStatus.RUNNING);
        IllegalStateException inUse = new IllegalStateException("in use");
        machine.engine().adjust(box.withSpec(BoxFixtures.lavish(), NOW));
        machine.engine().failNextAdjust(inUse);

        assertThat(zomg.reconcile().repair())
                .singleElement()
                .satisfies(found -> assertThat(found.failure()).contains(inUse));

        assertThat(zomg.showBox().show(box.ref())).isRunning();
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
    }

    @Test
    void what_failed_stays_failed_and_can_be_resumed() {
        Box box = recorded(BoxStatus.RUNNING);
        machine.boxes().replace(box.failed("once", NOW));

        zomg.reconcile().repair();

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

        zomg.reconcile().repair();

        assertThat(zomg.showBox().show(broken.ref())).failedBecause("no /bin/bash");
        assertThat(zomg.showBox().show(fine.ref())).isRunning();
        assertThat(machine.engine().isRunning(fine.uid())).isTrue();
    }

    @Test
    void a_box_that_has_no_room_is_brought_back_when_there_is_some() {
        Box box = zomg.create(ref("web"));
        machine.engine().die(box.uid());
        machine.engine()
                .failNextStart(new Refusal(ErrorCode.INSUFFICIENT_STORAGE, "the pool is full"));

        assertThat(zomg.reconcile().repair()).extracting(Finding::isDone).containsExactly(false);
        assertThat(zomg.showBox().show(box.ref()).status()).isEqualTo(BoxStatus.RESUMING);
        zomg.reconcile().repair();

        assertThat(zomg.showBox().show(box.ref())).isRunning();
    }

    @Test
    void what_only_the_log_should_tell_is_not_recorded() {
        Box box = recorded(BoxStatus.RUNNING);
        machine.engine().die(box.uid());
        machine.engine().failNextStart(new IllegalStateException("/var/lib/secret"));

        zomg.reconcile().repair();

        assertThat(zomg.showBox().show(box.ref()))
                .failedBecause("the box did not start again; see the server's log");
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "RUNNING", "FAILED", "STOPPING", "RESUMING"})
    void hosts_lead_where_the_record_says_whatever_the_box_does(BoxStatus status) {
        Box box = recorded(status);
        machine.routes().remove(box.uid());

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings)
                .extracting(Finding::kind, Finding::isDone)
                .contains(tuple(Kind.INCOMPLETE, true));
        assertThat(zomg.boxHosts().areApplied(zomg.showBox().show(box.ref()))).isTrue();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void routes_that_no_record_names_are_removed() {
        Box box = recorded(BoxStatus.RUNNING);
        BoxRoutes routes = machine.routes().of(box.uid()).orElseThrow();
        Uid lost = BoxFixtures.uid();
        machine.routes()
                .apply(
                        new BoxRoutes(
                                lost,
                                ref("lost"),
                                new Host("lost.zomg.test"),
                                List.of(),
                                routes.port()));

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings)
                .extracting(Finding::kind, Finding::subject)
                .containsExactly(tuple(Kind.ORPHAN_BOX, lost.value()));
        assertThat(machine.routes().list()).containsExactly(box.uid());
    }

    @Test
    void what_no_record_names_is_removed_and_what_one_names_stays() {
        Box kept = zomg.create(ref("web"));
        Uid base = machine.anyBase();
        machine.engine().start(orphan(), machine.projects().use(kept.ref().project()));
        machine.baseStore().seal(BoxFixtures.uid(), kept.uid());

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(machine.engine().list()).containsExactly(kept.uid());
        assertThat(machine.roots().list()).containsExactly(kept.uid());
        assertThat(machine.baseStore().list()).containsExactly(base);
        assertThat(findings).hasSize(3).allMatch(Finding::isDone);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    /** Or a database that was lost would take every box with it. */
    @Test
    void a_root_that_no_record_names_is_set_aside() {
        Box kept = zomg.create(ref("web"));
        Box orphan = orphan();
        machine.pool().write(orphan.uid(), "/mine", "precious");

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings).containsExactly(setAside(orphan.uid()));
        assertThat(machine.pool().readSetAside(orphan.uid(), "/mine")).contains("precious");
        assertThat(machine.roots().list()).containsExactly(kept.uid());
        assertThat(zomg.reconcile().repair()).isEmpty();
    }

    /** Nobody misses it, and whoever deleted it was told that it is gone. */
    @Test
    void the_root_of_a_deleted_box_that_a_power_cut_brought_back_is_deleted_again() {
        Box web = zomg.create(ref("web"));
        zomg.deleteBox().delete(web.ref(), true);
        machine.pool().cutPower();
        assertThat(machine.roots().list()).containsExactly(web.uid());

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings)
                .containsExactly(
                        Finding.of(
                                        web.uid(),
                                        Kind.DELETED_ROOT,
                                        "the root of a deleted box is there again")
                                .done());
        assertThat(machine.roots().list()).isEmpty();
        assertThat(machine.pool().setAside()).isEmpty();
    }

    @Test
    void a_delete_is_remembered_until_the_disk_has_it() {
        Box web = zomg.create(ref("web"));
        zomg.deleteBox().delete(web.ref(), true);
        assertThat(machine.boxes().forgotten()).containsExactly(web.uid());

        zomg.reconcile().repair();

        assertThat(machine.boxes().forgotten()).isEmpty();
        machine.pool().cutPower();
        assertThat(machine.roots().list()).isEmpty();
    }

    @Test
    void no_root_is_lost_with_all_records() {
        Box web = zomg.create(ref("web"));
        Box fork = zomg.fork(ref("fork"), "web");
        machine.boxes().forget(web.uid());
        machine.boxes().forget(fork.uid());
        machine.boxes().settle(Set.of(web.uid(), fork.uid()));
        machine.allBases().forEach(base -> machine.baseStore().delete(base.uid()));

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings).contains(setAside(web.uid()), setAside(fork.uid()));
        assertThat(machine.pool().setAside()).containsExactlyInAnyOrder(web.uid(), fork.uid());
        assertThat(machine.engine().list()).isEmpty();
    }

    @Test
    void the_root_and_the_bare_base_of_a_build_that_was_cut_off_are_removed() {
        Uid base = machine.anyBase();
        Uid build = cutOffBuild();

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings).containsExactly(orphanBase(build).done());
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

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings).containsExactly(orphanBase(build).cannot(SEE_LOG, busy));
        assertThat(machine.baseStore().list()).contains(build);
        assertThat(zomg.reconcile().repair()).containsExactly(orphanBase(build).done());
        assertThat(machine.roots().list()).isEmpty();
    }

    @Test
    void a_machine_that_was_started_again_runs_what_ran() {
        Box running = zomg.create(ref("web"));
        zomg.create(ref("stopped"));
        Box stopped = zomg.stopBox().stop(ref("stopped"));
        machine.engine().reboot();

        List<Finding> findings = new UseCases(machine).reconcile().repair();

        assertThat(machine.engine().list()).containsExactly(running.uid());
        assertThat(machine.boxes().find(stopped.ref())).contains(stopped);
        assertThat(findings)
                .containsExactly(
                        Finding.of(
                                        running,
                                        Kind.NOT_RUNNING,
                                        "it ran before the machine was restarted")
                                .done());
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

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings)
                .filteredOn(found -> !found.isDone())
                .extracting(Finding::failure)
                .containsExactly(Optional.of(running), Optional.of(busy));
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
        assertThat(zomg.reconcile().repair()).contains(setAside(orphan.uid()));
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

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings)
                .filteredOn(found -> !found.isDone())
                .extracting(Finding::uid, Finding::failure)
                .containsExactly(tuple(Optional.of(box.uid()), Optional.of(busy)));
        assertThat(machine.boxes().find(box.ref())).contains(box);
        assertThat(machine.engine().isRunning(other.uid())).isTrue();
        assertThat(zomg.reconcile().repair()).allMatch(Finding::isDone);
        assertThat(machine.boxes().find(box.ref())).isEmpty();
        assertThat(machine.roots().list()).containsExactly(other.uid());
    }

    @Test
    void a_stop_that_cannot_be_finished_is_so_at_the_next_start() {
        Box box = recorded(BoxStatus.STOPPING);
        IllegalStateException stuck = new IllegalStateException("it does not end");
        machine.engine().failNextRemove(stuck);

        List<Finding> findings = zomg.reconcile().repair();

        assertThat(findings)
                .filteredOn(found -> !found.isDone())
                .extracting(Finding::uid, Finding::failure)
                .containsExactly(tuple(Optional.of(box.uid()), Optional.of(stuck)));
        assertThat(machine.boxes().find(box.ref())).contains(box);
        zomg.reconcile().repair();
        assertThat(zomg.showBox().show(box.ref())).isStopped();
    }

    @Test
    void a_look_names_what_a_repair_mends_and_changes_nothing() {
        Box dead = zomg.create(ref("dead"));
        machine.engine().die(dead.uid());
        Box orphan = orphan();

        List<Finding> seen = zomg.reconcile().look();

        assertThat(seen)
                .containsExactly(
                        Finding.of(orphan.uid(), Kind.ORPHAN_ROOT, "no record names this root"),
                        Finding.of(dead, Kind.NOT_RUNNING, "its first process ended"));
        assertThat(zomg.reconcile().look()).isEqualTo(seen);
        assertThat(zomg.reconcile().repair()).isEqualTo(seen.stream().map(Finding::done).toList());
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void what_somebody_is_at_work_on_is_left_to_them() {
        Box creating = recorded(BoxStatus.CREATING);

        List<Finding> findings =
                zomg.turns().take(creating.ref(), () -> elsewhere(zomg.reconcile()::repair));

        assertThat(findings).isEmpty();
        assertThat(machine.boxes().find(creating.ref())).contains(creating);
    }

    @Test
    void a_base_that_is_being_built_is_no_orphan() {
        List<Finding> during = new ArrayList<>();
        machine.processes().playNext("installing\n", new ExecEnd.Exited(0));
        OutputStream log = OutputStream.nullOutputStream();

        zomg.buildBase()
                .build(
                        UseCases.RECIPE,
                        new FilterOutputStream(log) {
                            @Override
                            public void write(byte[] bytes, int offset, int length) {
                                during.addAll(zomg.reconcile().repair());
                            }
                        });

        assertThat(during).isEmpty();
        assertThat(zomg.buildBase().isBuilt(UseCases.RECIPE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "RESUMING", "STOPPED"})
    void a_box_whose_root_is_gone_has_failed_for_good(BoxStatus status) {
        Box box = recorded(status);
        machine.roots().delete(box.uid());

        assertThat(zomg.reconcile().repair()).extracting(Finding::kind).contains(Kind.LOST_ROOT);
        zomg.reconcile().repair();

        assertThat(zomg.showBox().show(box.ref())).failedBecause("its root is gone; delete it");
        assertThat(machine.engine().list()).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_running_box_that_lost_its_link_is_started_again() {
        Box box = recorded(BoxStatus.RUNNING);
        machine.engine().cutLink(box.uid());

        assertThat(zomg.reconcile().repair())
                .containsExactly(
                        Finding.of(box, Kind.INCOMPLETE, "it runs without its link").done());

        assertThat(zomg.showBox().show(box.ref())).isRunning();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void limits_that_somebody_took_away_are_set_again_and_the_box_runs_on() {
        Box box = recorded(BoxStatus.RUNNING);
        machine.engine().adjust(box.withSpec(BoxFixtures.lavish(), NOW));

        assertThat(zomg.reconcile().repair())
                .containsExactly(
                        Finding.of(box, Kind.INCOMPLETE, "it runs without its limits").done());

        assertThat(machine.engine().limits(box.uid())).isEqualTo(box.spec().config());
        assertThat(machine.engine().starts(box.uid())).isEqualTo(1);
    }

    @Test
    void a_name_that_somebody_took_away_is_given_back_and_the_box_runs_on() {
        Box box = recorded(BoxStatus.RUNNING);
        machine.engine().takeName(box.uid());

        assertThat(zomg.reconcile().repair())
                .containsExactly(
                        Finding.of(box, Kind.INCOMPLETE, "it runs without its name").done());

        assertThat(machine.engine().starts(box.uid())).isEqualTo(1);
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    @Test
    void a_box_that_lacks_more_than_can_be_given_back_is_started_again() {
        Box box = recorded(BoxStatus.RUNNING);
        machine.engine().takeName(box.uid());
        machine.engine().cutLink(box.uid());

        assertThat(zomg.reconcile().repair())
                .containsExactly(
                        Finding.of(box, Kind.INCOMPLETE, "it runs without its link, name").done());

        assertThat(zomg.reconcile().look()).isEmpty();
    }

    /** What another thread sees while this one is in the middle of something. */
    private static <T> T elsewhere(Callable<T> work) {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            return other.submit(work).get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Finding setAside(Uid root) {
        return Finding.of(root, Kind.ORPHAN_ROOT, "no record names this root").done();
    }

    private static Finding orphanBase(Uid base) {
        return Finding.of(base, Kind.ORPHAN_BASE, "no record names this base");
    }

    /** A root without a record. */
    private Box orphan() {
        Box orphan = BoxFixtures.web();
        machine.roots().create(orphan.uid(), machine.anyBase());
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
