package zomg.usecase.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.memory.InMemoryMachine.Ports;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.box.Box;
import zomg.model.exec.ExecEnd;
import zomg.model.id.Uid;
import zomg.port.BoxEngine;

final class SetUpMachineTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final SetUpMachine setUp = zomg.setUpMachine();

    @Test
    void steps_are_pending_at_first() {
        assertThat(setUp.progress().steps())
                .extracting(Setup.Step::name)
                .containsExactly("pool", "network", "boxes", "base");
        assertThat(setUp.progress().steps())
                .extracting(Setup.Step::state)
                .containsOnly(Setup.State.PENDING);
        assertThat(setUp.progress().isReady()).isFalse();
        assertThat(assertRefused(ErrorCode.NOT_READY, () -> setUp.progress().require("boxes")))
                .hasMessage("the server is still being set up: boxes");
    }

    @Test
    void every_step_is_done_in_order() {
        machine.processes().playNext("", new ExecEnd.Exited(0));

        setUp();

        assertThat(machine.journal()).containsExactly("prepare pool", "prepare network");
        assertThat(setUp.progress().steps())
                .allSatisfy(step -> assertThat(step.percent()).isEqualTo(100));
        assertThat(setUp.progress().isReady()).isTrue();
        assertThat(setUp.progress().failure()).isEmpty();
        setUp.progress().require("base");
        assertThat(zomg.buildBase().isBuilt(UseCases.RECIPE)).isTrue();
    }

    @Test
    void what_the_reconcile_found_is_told_before_the_base_is_built() {
        machine.processes().playNext("", new ExecEnd.Exited(1));
        Uid lost = BoxFixtures.uid();
        machine.roots().create(lost, machine.anyBase());
        List<List<Finding>> told = new ArrayList<>();

        assertRefused(ErrorCode.BUILD_FAILED, () -> setUp.run(told::add));

        assertThat(told)
                .singleElement()
                .asInstanceOf(LIST)
                .containsExactly(
                        Finding.of(lost, Finding.Kind.ORPHAN_ROOT, "no record names this root")
                                .done());
    }

    @Test
    void a_base_that_is_built_is_not_built_again() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        setUp();
        Optional<Base> built = machine.bases().find(BaseReference.DEFAULT);

        new UseCases(machine).setUpMachine().run(_ -> {});

        assertThat(machine.bases().find(BaseReference.DEFAULT)).isEqualTo(built);
        assertThat(machine.processes().requests()).hasSize(1);
    }

    @Test
    void the_first_step_that_fails_is_the_last_and_says_what_to_do() {
        Refusal reason = new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "10.66.0.0/16 is routed");
        machine.network().failNextPrepare(reason);

        assertThatThrownBy(this::setUp).isSameAs(reason);

        assertThat(setUp.progress().failure().orElseThrow())
                .isEqualTo(
                        new Setup.Step("network", Setup.State.FAILED, 0, "10.66.0.0/16 is routed"));
        assertThat(setUp.progress().steps())
                .extracting(Setup.Step::state)
                .containsExactly(
                        Setup.State.DONE,
                        Setup.State.FAILED,
                        Setup.State.PENDING,
                        Setup.State.PENDING);
        assertThat(assertRefused(ErrorCode.NOT_READY, () -> setUp.progress().require("network")))
                .hasMessage("the server's set-up failed at network: 10.66.0.0/16 is routed");
    }

    @Test
    void what_is_our_bug_is_told_to_the_log_only() {
        machine.network().failNextPrepare(new IllegalStateException("secret"));

        assertThatThrownBy(this::setUp).hasMessage("secret");

        assertThat(setUp.progress().failure().orElseThrow().detail())
                .isEqualTo("see the server's log");
    }

    @Test
    void a_failed_step_may_be_tried_again() {
        machine.network().failNextPrepare(new IllegalStateException("once"));
        assertThatThrownBy(this::setUp).hasMessage("once");
        machine.processes().playNext("", new ExecEnd.Exited(0));

        setUp();

        assertThat(setUp.progress().isReady()).isTrue();
    }

    @Test
    void what_the_package_manager_prints_is_progress() {
        machine.processes()
                .playNext(
                        "Get:1 http://mirror\nUnpacking a (1) ...\nSetting up a (1) ...\n"
                                + "x".repeat(1_000)
                                + "\n",
                        new ExecEnd.Exited(1));

        assertRefused(ErrorCode.BUILD_FAILED, this::setUp);

        Setup.Step failed = setUp.progress().failure().orElseThrow();
        assertThat(failed.name()).isEqualTo("base");
        assertThat(failed.detail()).contains("box-base", "Setting up a (1)").hasSizeLessThan(5_000);
    }

    @Test
    void much_progress_is_never_all_of_it() {
        machine.processes().playNext("Unpacking a (1) ...\n".repeat(10_000), new ExecEnd.Exited(1));

        assertRefused(ErrorCode.BUILD_FAILED, this::setUp);

        assertThat(setUp.progress().failure().orElseThrow().percent()).isEqualTo(99);
    }

    @Test
    void going_down_stops_the_boxes_and_releases_the_parts_last_one_first() {
        Box box = zomg.create(ref("web"));
        zomg.create(ref("stopped"));
        zomg.stopBox().stop(ref("stopped"));
        zomg.update(ref("web"), Map.of("TERMINATION_GRACE_SECONDS", "60"));

        zomg.shutDown().shutDown(Duration.ofSeconds(5));

        assertThat(machine.engine().grace(box.uid())).contains(Duration.ofSeconds(5));
        assertThat(machine.engine().list()).isEmpty();
        assertThat(machine.journal()).containsExactly("release network", "release pool");
    }

    @Test
    void what_another_server_has_is_left_as_it_is() {
        Box box = zomg.create(ref("web"));
        machine.network().lose();

        zomg.shutDown().shutDown(Duration.ofSeconds(5));

        assertThat(machine.engine().list()).containsExactly(box.uid());
        assertThat(machine.journal()).isEmpty();
    }

    /** One stop returns only when both have begun. */
    @Test
    void boxes_are_stopped_side_by_side() {
        CountDownLatch begun = new CountDownLatch(2);
        Ports real = machine.ports();
        BoxEngine together =
                (BoxEngine)
                        Proxy.newProxyInstance(
                                BoxEngine.class.getClassLoader(),
                                new Class<?>[] {BoxEngine.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("stop")) {
                                        begun.countDown();
                                        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
                                    }
                                    return method.invoke(real.engine(), arguments);
                                });
        UseCases server =
                new UseCases(
                        machine,
                        new Ports(
                                real.boxes(),
                                real.projects(),
                                real.bases(),
                                real.roots(),
                                real.baseStore(),
                                together,
                                real.readiness(),
                                real.processes(),
                                real.requests(),
                                real.volumes(),
                                real.dataVolumes(),
                                real.volumeStore(),
                                real.volumeLimits(),
                                real.volumeSnapshots(),
                                real.volumeSnapshotStore(),
                                real.mounts(),
                                real.snapshots(),
                                real.snapshotStore(),
                                real.freezer(),
                                real.buildLogs(),
                                real.hosts(),
                                real.routes()));
        server.create(ref("one"));
        server.create(ref("two"));

        server.shutDown().shutDown(Duration.ofSeconds(5));

        assertThat(begun.getCount()).isZero();
        assertThat(machine.engine().list()).isEmpty();
    }

    @Test
    void nothing_is_ready_while_the_server_goes_down() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        SetUpMachine up = zomg.setUpMachine();
        up.run(_ -> {});

        zomg.shutDown().shutDown(Duration.ofSeconds(5));

        assertThat(up.progress().isReady()).isFalse();
        assertThat(assertRefused(ErrorCode.NOT_READY, () -> up.progress().require("boxes")))
                .hasMessage("the server is shutting down");
    }

    @Test
    void what_is_done_can_be_used_until_changes_have_ended_and_nothing_becomes_ready_any_more() {
        machine.network()
                .failNextPrepare(new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "no nftables here"));
        assertThatThrownBy(this::setUp).hasMessage("no nftables here");

        setUp.drain();
        setUp.progress().done("network");

        setUp.progress().require("pool");
        assertThat(assertRefused(ErrorCode.NOT_READY, () -> setUp.progress().require("network")))
                .hasMessage("the server is shutting down");
        assertThat(setUp.progress().isReady()).isFalse();
    }

    @Test
    void a_server_whose_changes_end_is_not_ready_for_more() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        setUp();

        setUp.drain();

        setUp.progress().require("boxes");
        assertThat(setUp.progress().isReady()).isFalse();
    }

    @Test
    void a_later_step_names_the_one_that_keeps_it_from_being_done() {
        machine.network()
                .failNextPrepare(new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "no nftables here"));
        assertThatThrownBy(this::setUp).hasMessage("no nftables here");

        assertThat(assertRefused(ErrorCode.NOT_READY, () -> setUp.progress().require("boxes")))
                .hasMessage("the server's set-up failed at network: no nftables here");
    }

    @Test
    void the_next_start_runs_what_ran() {
        Box box = zomg.create(ref("web"));
        zomg.create(ref("stopped"));
        zomg.stopBox().stop(ref("stopped"));
        zomg.shutDown().shutDown(Duration.ofSeconds(5));
        machine.processes().playNext("", new ExecEnd.Exited(0));

        new UseCases(machine).setUpMachine().run(_ -> {});

        assertThat(machine.engine().list()).containsExactly(box.uid());
        assertThat(zomg.showBox().show(box.ref())).isRunning();
        assertThat(zomg.showBox().show(ref("stopped"))).isStopped();
    }

    private void setUp() {
        setUp.run(_ -> {});
    }
}
