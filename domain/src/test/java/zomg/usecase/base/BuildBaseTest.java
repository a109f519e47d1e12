package zomg.usecase.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;
import static zomg.fixture.UseCases.RECIPE;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryBaseStore;
import zomg.memory.InMemoryMachine;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Recipe;
import zomg.model.exec.ExecEnd;
import zomg.model.id.Uid;
import zomg.usecase.setup.Finding;

final class BuildBaseTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final BuildBase buildBase = new UseCases(machine).buildBase();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Set<Uid> basesBefore;

    @BeforeEach
    void remember() {
        basesBefore = machine.baseStore().list();
    }

    @Test
    void a_built_base_is_recorded_and_is_what_boxes_start_from() {
        machine.processes().playNext("installing\n", new ExecEnd.Exited(0));

        Base base = buildBase.build(RECIPE, log);

        assertThat(base.version()).isEqualTo(RECIPE.version());
        assertThat(base.origin()).isEqualTo(InMemoryBaseStore.ORIGIN);
        assertThat(machine.bases().find(BaseReference.DEFAULT)).contains(base);
        assertThat(buildBase.isBuilt(RECIPE)).isTrue();
        assertThat(log.toString(StandardCharsets.UTF_8)).isEqualTo("installing\n");
        assertThat(machine.processes().requests().getFirst().command())
                .containsExactly("/bin/bash", "-ec", RECIPE.script());
        assertThat(new UseCases(machine).create(ref("web")).uid()).isNotNull();
    }

    @Test
    void only_the_base_is_left_of_a_build() {
        machine.processes().playNext("", new ExecEnd.Exited(0));

        Base base = buildBase.build(RECIPE, log);

        assertThat(machine.baseStore().list()).hasSize(basesBefore.size() + 1).contains(base.uid());
        assertThat(machine.roots().list()).isEmpty();
        assertThat(machine.engine().list()).isEmpty();
        assertThat(machine.boxes().find(ref("zomg-build", "build"))).isEmpty();
    }

    @Test
    void a_changed_script_is_not_built_yet() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        buildBase.build(RECIPE, log);

        assertThat(buildBase.isBuilt(new Recipe(RECIPE.alias(), "other"))).isFalse();
    }

    @Test
    void a_script_that_fails_leaves_nothing() {
        machine.processes().playNext("E: no such package\n", new ExecEnd.Exited(100));

        Refusal refusal = assertRefused(ErrorCode.BUILD_FAILED, () -> buildBase.build(RECIPE, log));

        assertThat(refusal).hasMessageContaining("box-base").hasMessageContaining("100");
        assertNothingIsLeft();
    }

    @Test
    void a_script_that_takes_too_long_or_is_killed_leaves_nothing() {
        machine.processes().playNext("", new ExecEnd.TimedOut());
        assertRefused(ErrorCode.BUILD_FAILED, () -> buildBase.build(RECIPE, log));
        machine.processes().playNext("", new ExecEnd.Signalled(9));
        assertRefused(ErrorCode.BUILD_FAILED, () -> buildBase.build(RECIPE, log));

        assertNothingIsLeft();
    }

    @Test
    void a_mirror_that_is_away_leaves_nothing() {
        machine.baseStore()
                .failNextBootstrap(new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "no mirror"));

        assertThatThrownBy(() -> buildBase.build(RECIPE, log)).hasMessage("no mirror");

        assertNothingIsLeft();
    }

    @Test
    void a_box_that_does_not_start_leaves_nothing() {
        machine.engine().failNextStart(new Refusal(ErrorCode.START_FAILED, "no /bin/bash"));

        assertRefused(ErrorCode.START_FAILED, () -> buildBase.build(RECIPE, log));

        assertNothingIsLeft();
    }

    /** The reason matters, not what went wrong in clearing up; and each thing is tried. */
    @Test
    void the_reason_is_told_also_if_clearing_up_fails() {
        machine.engine().failNextStart(new Refusal(ErrorCode.START_FAILED, "no /bin/bash"));
        IllegalStateException second = new IllegalStateException("busy");
        machine.engine().failNextRemove(second);

        assertThatThrownBy(() -> buildBase.build(RECIPE, log))
                .hasMessage("no /bin/bash")
                .hasSuppressedException(second);

        assertThat(machine.roots().list()).isEmpty();
        assertThat(machine.baseStore().list()).isEqualTo(basesBefore);
    }

    /** The bare base is what tells the next start whose the root is. */
    @Test
    void a_root_that_cannot_be_cleared_away_keeps_the_bare_base_and_the_next_start_removes_both() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        machine.roots().failNextDelete(new IllegalStateException("busy"));

        assertThatThrownBy(() -> buildBase.build(RECIPE, log)).hasMessage("busy");

        assertThat(machine.baseStore().list()).containsAll(machine.roots().list());
        assertThat(new UseCases(machine).reconcile().repair()).allMatch(Finding::isDone);
        assertThat(machine.pool().setAside()).isEmpty();
        assertThat(machine.roots().list()).isEmpty();
    }

    private void assertNothingIsLeft() {
        assertThat(machine.baseStore().list()).isEqualTo(basesBefore);
        assertThat(machine.roots().list()).isEmpty();
        assertThat(machine.engine().list()).isEmpty();
        assertThat(machine.bases().find(new BaseReference(RECIPE.alias(), Optional.of("1"))))
                .isPresent();
        assertThat(buildBase.isBuilt(RECIPE)).isFalse();
    }
}
