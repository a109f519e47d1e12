package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertInvalid;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Crowd;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.base.BaseReference;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxDefaults;
import zomg.model.box.BoxSpec;
import zomg.model.box.BoxStatus;
import zomg.model.box.Cpus;
import zomg.model.box.Environment;
import zomg.model.box.GracePeriod;
import zomg.model.box.Isolation;
import zomg.model.box.IsolationLevels;
import zomg.model.box.Memory;
import zomg.model.box.Port;
import zomg.model.box.Tags;
import zomg.model.space.Storage;
import zomg.model.volume.DataMounts;
import zomg.port.Boxes;

final class CreateBoxTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    @Test
    void a_new_box_runs_on_a_root_of_its_base() {
        Box box = zomg.create(ref("web"));

        assertThat(box).isRunning().hasNoParent();
        assertThat(box.spec()).isEqualTo(BoxFixtures.plain());
        assertThat(machine.boxes().find(ref("web"))).contains(box);
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
        assertThat(machine.pool().read(box.uid(), "/etc/os-release")).contains("ID=memory");
        assertThat(machine.projects().find(ref("web").project())).isPresent();
    }

    @Test
    void a_new_box_is_what_was_asked_for() {
        BoxSpec lavish = BoxFixtures.lavish();

        Box box = zomg.createBox().create(lavishRequest("web", lavish));

        assertThat(box.spec())
                .isEqualTo(
                        new BoxSpec(
                                BaseReference.DEFAULT,
                                lavish.config(),
                                lavish.environment(),
                                lavish.tags(),
                                lavish.port(),
                                lavish.grace(),
                                lavish.isolation(),
                                lavish.volumes()));
        assertThat(machine.engine().limits(box.uid())).isEqualTo(lavish.config());
    }

    @Test
    void an_unknown_base_is_refused_and_leaves_nothing() {
        CreateBox.Request request =
                new CreateBox.Request(
                        ref("web"),
                        new CreateBox.Source.FromBase(BaseReference.parse("box-base:2")),
                        BoxConfig.UNLIMITED,
                        Environment.EMPTY,
                        Tags.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        DataMounts.NONE);

        assertRefused(ErrorCode.BASE_NOT_FOUND, () -> zomg.createBox().create(request));

        assertNothingIsLeft();
    }

    @Test
    void a_taken_name_is_refused_and_its_box_runs_on() {
        Box first = zomg.create(ref("web"));

        assertRefused(ErrorCode.BOX_EXISTS, () -> zomg.create(ref("web")));

        assertThat(machine.engine().list()).containsExactly(first.uid());
        assertThat(machine.roots().list()).containsExactly(first.uid());
        assertThat(machine.engine().isRunning(first.uid())).isTrue();
    }

    @Test
    void of_many_that_create_one_name_one_wins() throws InterruptedException {
        Crowd.Outcome<Box> outcome = Crowd.of(50, _ -> zomg.create(ref("web")));

        assertThat(outcome.values()).hasSize(1);
        assertThat(outcome.failures())
                .hasSize(49)
                .allSatisfy(
                        failure ->
                                assertThat(((Refusal) failure).code().kind())
                                        .isEqualTo(ErrorCode.Kind.CONFLICT));
        assertThat(machine.roots().list()).hasSize(1);
        assertThat(machine.engine().list()).hasSize(1);
    }

    @Test
    void a_box_that_does_not_start_leaves_nothing() {
        Refusal reason = new Refusal(ErrorCode.START_FAILED, "no /bin/bash");
        machine.engine().failNextStart(reason);

        assertThatThrownBy(() -> zomg.create(ref("web"))).isSameAs(reason);

        assertNothingIsLeft();
        assertThat(zomg.create(ref("web"))).isRunning();
    }

    @Test
    void a_root_that_cannot_be_made_leaves_nothing() {
        machine.roots()
                .failNextCreate(new Refusal(ErrorCode.INSUFFICIENT_STORAGE, "the pool is full"));

        assertRefused(ErrorCode.INSUFFICIENT_STORAGE, () -> zomg.create(ref("web")));

        assertNothingIsLeft();
    }

    @Test
    void a_result_that_cannot_be_recorded_leaves_nothing() {
        machine.boxes().failNextReplace(new IllegalStateException("the disk is gone"));

        assertThatThrownBy(() -> zomg.create(ref("web"))).hasMessage("the disk is gone");

        assertNothingIsLeft();
    }

    /** The intent stays, so that the next start undoes what could not be undone now. */
    @Test
    void what_cannot_be_undone_stays_recorded_and_the_first_reason_is_told() {
        IllegalStateException second = new IllegalStateException("busy");
        machine.engine().failNextStart(new IllegalStateException("broken"));
        machine.roots().failNextDelete(second);

        assertThatThrownBy(() -> zomg.create(ref("web")))
                .hasMessage("broken")
                .hasSuppressedException(second);

        assertThat(machine.boxes().find(ref("web")).orElseThrow()).hasStatus(BoxStatus.CREATING);
        zomg.reconcile().repair();
        assertNothingIsLeft();
    }

    /** Or what is left would be taken for a box that runs. */
    @Test
    void what_cannot_be_undone_is_not_recorded_as_running_when_only_the_reply_was_lost() {
        machine.boxes().loseNextReplyOfReplace(new IllegalStateException("no reply"));
        machine.boxes().failNextForget(new IllegalStateException("busy"));

        assertThatThrownBy(() -> zomg.create(ref("web"))).hasMessage("no reply");

        assertThat(machine.boxes().find(ref("web")).orElseThrow()).hasStatus(BoxStatus.DELETING);
        zomg.reconcile().repair();
        assertNothingIsLeft();
    }

    @Test
    void a_fork_inherits_everything_and_runs_on_a_copy() {
        Box source = zomg.createBox().create(lavishRequest("web", BoxFixtures.lavish()));
        machine.pool().write(source.uid(), "/work", "half done");

        Box fork = zomg.fork(ref("copy"), "web");

        assertThat(fork).isRunning().isForkOf(source);
        assertThat(fork.spec()).isEqualTo(source.spec());
        assertThat(fork.slot()).isNotEqualTo(source.slot());
        assertThat(machine.pool().read(fork.uid(), "/work")).contains("half done");
        assertThat(machine.boxes().find(source.ref())).contains(source);
    }

    @Test
    void what_is_asked_of_a_fork_goes_over_what_it_inherits() {
        Box source = zomg.createBox().create(lavishRequest("web", BoxFixtures.lavish()));
        CreateBox.Request request =
                new CreateBox.Request(
                        ref("copy"),
                        new CreateBox.Source.ForkOf(source.ref().name()),
                        new BoxConfig(
                                Optional.empty(), Optional.of(new Memory(64)), Optional.empty()),
                        Environment.of(Map.of("EMPTY", "no more", "NEW", "x")),
                        Tags.of(Map.of("tier", "back")),
                        Optional.of(new Port(1)),
                        Optional.of(new GracePeriod(7)),
                        Optional.of(Isolation.PRIVILEGED),
                        DataMounts.NONE);

        Box fork = zomg.createBox().create(request);

        assertThat(fork)
                .hasTag("tier", "back")
                .hasTag("a_b.c", "1")
                .hasVariable("EMPTY", "no more")
                .hasVariable("NEW", "x")
                .hasVariable("A_FIRST", "last");
        assertThat(fork.spec().config())
                .isEqualTo(
                        new BoxConfig(
                                Optional.of(new Cpus(1_500)),
                                Optional.of(new Memory(64)),
                                Optional.of(new Storage(10))));
        assertThat(fork.spec().port()).contains(new Port(1));
        assertThat(fork.spec().grace()).isEqualTo(new GracePeriod(7));
    }

    @Test
    void the_servers_defaults_fill_what_is_not_asked_for_but_of_a_fork() {
        BoxDefaults defaults =
                new BoxDefaults(
                        new BoxConfig(
                                Optional.of(new Cpus(250)),
                                Optional.of(new Memory(64)),
                                Optional.of(new Storage(3))),
                        new GracePeriod(7),
                        IsolationLevels.ALL);
        CreateBox.Request lavish = lavishRequest("web", BoxFixtures.lavish());

        Box plain = zomg.createBox().create(UseCases.fromBase(ref("plain")).withDefaults(defaults));

        assertThat(plain.spec().config()).isEqualTo(defaults.config());
        assertThat(plain.spec().grace()).isEqualTo(new GracePeriod(7));
        assertThat(lavish.withDefaults(defaults)).isEqualTo(lavish);
        assertThat(UseCases.forkOf(ref("copy"), "web").withDefaults(defaults))
                .isEqualTo(UseCases.forkOf(ref("copy"), "web"));
    }

    @Test
    void a_level_of_isolation_that_the_engine_does_not_have_is_refused() {
        BoxDefaults cluster =
                new BoxDefaults(
                        BoxConfig.UNLIMITED, GracePeriod.DEFAULT, IsolationLevels.PRIVILEGED_ALONE);
        CreateBox.Request hardened = withIsolation(Isolation.HARDENED);

        Box plain = zomg.createBox().create(UseCases.fromBase(ref("plain")).withDefaults(cluster));

        assertThat(plain.spec().isolation()).isEqualTo(Isolation.PRIVILEGED);
        assertRefused(ErrorCode.ISOLATION_UNSUPPORTED, () -> hardened.withDefaults(cluster));
    }

    private static CreateBox.Request withIsolation(Isolation level) {
        CreateBox.Request plain = UseCases.fromBase(ref("walled"));
        return new CreateBox.Request(
                plain.ref(),
                plain.source(),
                plain.config(),
                plain.environment(),
                plain.tags(),
                plain.port(),
                plain.grace(),
                Optional.of(level),
                plain.dataMounts());
    }

    @Test
    void the_disk_is_limited_before_anything_runs_on_it() {
        Refusal no = new Refusal(ErrorCode.QUOTA_UNSUPPORTED, "no quotas");
        machine.roots().failNextLimit(no);

        assertThatThrownBy(
                        () -> zomg.createBox().create(lavishRequest("web", BoxFixtures.lavish())))
                .isSameAs(no);
        assertThat(machine.boxes().find(ref("web"))).isEmpty();
        assertThat(machine.roots().list()).isEmpty();

        Box box = zomg.createBox().create(lavishRequest("web", BoxFixtures.lavish()));
        Box fork = zomg.fork(ref("copy"), "web");

        assertThat(machine.pool().limit(box.uid())).contains(new Storage(10));
        assertThat(machine.pool().limit(fork.uid())).contains(new Storage(10));
    }

    @Test
    void a_fork_of_a_stopped_box_runs_and_its_source_stays_stopped() {
        zomg.create(ref("web"));
        Box source = zomg.stopBox().stop(ref("web"));

        assertThat(zomg.fork(ref("copy"), "web")).isRunning();

        assertThat(machine.boxes().find(ref("web"))).contains(source);
        assertThat(machine.engine().isRunning(source.uid())).isFalse();
    }

    @Test
    void a_box_is_never_forked_to_itself() {
        Box box = zomg.create(ref("web"));

        assertInvalid(ErrorCode.INVALID_REQUEST, () -> zomg.fork(ref("web"), "web"), "fork");

        assertThat(machine.boxes().find(ref("web"))).contains(box);
    }

    @Test
    void a_fork_keeps_the_isolation_of_its_source() {
        zomg.create(ref("web"));
        CreateBox.Request plain = UseCases.forkOf(ref("copy"), "web");
        CreateBox.Request privileged =
                new CreateBox.Request(
                        plain.ref(),
                        plain.source(),
                        plain.config(),
                        plain.environment(),
                        plain.tags(),
                        plain.port(),
                        plain.grace(),
                        Optional.of(Isolation.PRIVILEGED),
                        DataMounts.NONE);

        assertInvalid(
                ErrorCode.INVALID_REQUEST, () -> zomg.createBox().create(privileged), "isolation");
    }

    @Test
    void an_unknown_source_is_refused_also_if_another_project_has_it() {
        zomg.create(ref("other", "web"));

        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> zomg.fork(ref("copy"), "web"));

        assertThat(machine.boxes().find(ref("copy"))).isEmpty();
    }

    @Test
    void a_fork_that_does_not_start_leaves_its_source_alone() {
        Box source = zomg.create(ref("web"));
        machine.engine().failNextStart(new Refusal(ErrorCode.START_FAILED, "no"));

        assertRefused(ErrorCode.START_FAILED, () -> zomg.fork(ref("copy"), "web"));

        assertThat(Boxes.Query.everything().in(machine.boxes())).containsExactly(source);
        assertThat(machine.roots().list()).containsExactly(source.uid());
        assertThat(machine.engine().isRunning(source.uid())).isTrue();
    }

    @Test
    void forks_both_ways_at_once_do_not_wait_for_each_other_forever() throws InterruptedException {
        zomg.create(ref("a"));
        zomg.create(ref("b"));

        Crowd.Outcome<Box> outcome =
                Crowd.of(
                        20,
                        number ->
                                number % 2 == 0
                                        ? zomg.fork(ref("a-" + number), "b")
                                        : zomg.fork(ref("c-" + number), "a"));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.values()).hasSize(20);
    }

    /** What is left of a create or a delete that was cut off is no box to copy. */
    @Test
    void a_box_that_is_half_deleted_is_not_forked() {
        zomg.create(ref("web"));
        machine.roots().failNextDelete(new IllegalStateException("busy"));
        assertThatThrownBy(() -> zomg.deleteBox().delete(ref("web"), true)).hasMessage("busy");

        assertRefused(ErrorCode.BOX_BUSY, () -> zomg.fork(ref("copy"), "web"));

        assertThat(machine.boxes().find(ref("copy"))).isEmpty();
    }

    private static CreateBox.Request lavishRequest(String name, BoxSpec spec) {
        return new CreateBox.Request(
                ref(name),
                new CreateBox.Source.FromBase(BaseReference.DEFAULT),
                spec.config(),
                spec.environment(),
                spec.tags(),
                spec.port(),
                Optional.of(spec.grace()),
                Optional.of(spec.isolation()),
                DataMounts.NONE);
    }

    private void assertNothingIsLeft() {
        assertThat(Boxes.Query.everything().in(machine.boxes())).isEmpty();
        assertThat(machine.roots().list()).isEmpty();
        assertThat(machine.engine().list()).isEmpty();
    }
}
