package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.Cpus;
import zomg.model.box.GracePeriod;
import zomg.model.box.Memory;
import zomg.model.box.Port;
import zomg.model.box.Settings;
import zomg.model.box.Tags;
import zomg.model.space.Storage;

final class UpdateBoxTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    @Test
    void what_applies_is_changed_and_the_rest_is_named() {
        Box old = zomg.create(ref("web"));

        UpdateBox.Outcome outcome =
                zomg.update(ref("web"), Map.of("PORT", "80", "CPU", "2", "FOO", "bar"));

        assertThat(outcome.ignored()).containsExactly("FOO");
        assertThat(outcome.box().spec().port()).contains(new Port(80));
        assertThat(outcome.box().spec().environment()).isEqualTo(old.spec().environment());
        assertThat(outcome.box().updatedAt()).isAfter(old.updatedAt());
        assertThat(outcome.box().createdAt()).isEqualTo(old.createdAt());
        assertThat(machine.boxes().find(ref("web"))).contains(outcome.box());
    }

    @Test
    void nothing_that_applies_is_refused() {
        Box box = zomg.create(ref("web"));

        Refusal refusal =
                assertRefused(
                        ErrorCode.NO_UPDATES, () -> zomg.update(ref("web"), Map.of("FOO", "bar")));

        assertThat(refusal).hasMessage("no updates provided");
        assertThat(machine.boxes().find(ref("web"))).contains(box);
    }

    @Test
    void tags_are_added_and_settings_win_over_fields() {
        zomg.create(ref("web"));
        UpdateBox.Request request =
                new UpdateBox.Request(
                        new BoxConfig(
                                Optional.of(new Cpus(100)),
                                Optional.of(new Memory(64)),
                                Optional.of(new Storage(2))),
                        Optional.of(new Port(1)),
                        Optional.of(new GracePeriod(1)),
                        Tags.of(Map.of("tier", "front")),
                        Settings.parse(
                                Map.of("CPU", "2", "PORT", "2", "TERMINATION_GRACE_SECONDS", "2")));

        Box box = zomg.updateBox().update(ref("web"), request).box();

        assertThat(box).isRunning().hasTag("tier", "front");
        assertThat(box.spec().config())
                .isEqualTo(
                        new BoxConfig(
                                Optional.of(new Cpus(2_000)),
                                Optional.of(new Memory(64)),
                                Optional.of(new Storage(2))));
        assertThat(box.spec().port()).contains(new Port(2));
        assertThat(box.spec().grace()).isEqualTo(new GracePeriod(2));
    }

    @Test
    void a_running_box_obeys_its_new_limits_at_once() {
        zomg.create(ref("web"));

        Box box = zomg.update(ref("web"), Map.of("MEMORY", "64M")).box();

        assertThat(machine.engine().limits(box.uid())).isEqualTo(box.spec().config());
        assertThat(machine.engine().starts(box.uid())).isEqualTo(1);
    }

    @Test
    void limits_that_the_engine_refuses_are_not_recorded_and_the_disks_is_put_back() {
        Box box = zomg.create(ref("web"));
        Refusal no = new Refusal(ErrorCode.MEMORY_IN_USE, "it uses more");
        machine.engine().failNextAdjust(no);

        assertThatThrownBy(() -> zomg.updateBox().update(ref("web"), smaller())).isSameAs(no);

        assertThat(machine.boxes().find(ref("web"))).contains(box);
        assertThat(machine.engine().limits(box.uid())).isEqualTo(BoxConfig.UNLIMITED);
        assertThat(machine.pool().limit(box.uid())).isEmpty();
    }

    @Test
    void limits_of_a_box_whose_pool_cannot_limit_change_nothing() {
        Box box = zomg.create(ref("web"));
        Refusal no = new Refusal(ErrorCode.QUOTA_UNSUPPORTED, "no quotas");
        machine.roots().failNextLimit(no);

        assertThatThrownBy(() -> zomg.updateBox().update(ref("web"), smaller())).isSameAs(no);

        assertThat(machine.boxes().find(ref("web"))).contains(box);
        assertThat(machine.engine().limits(box.uid())).isEqualTo(BoxConfig.UNLIMITED);
    }

    @Test
    void the_disk_of_a_stopped_box_is_limited_at_once() {
        zomg.create(ref("web"));
        zomg.stopBox().stop(ref("web"));

        Box box = zomg.updateBox().update(ref("web"), smaller()).box();

        assertThat(box).isStopped();
        assertThat(machine.pool().limit(box.uid())).contains(new Storage(1));
    }

    private static UpdateBox.Request smaller() {
        return new UpdateBox.Request(
                new BoxConfig(
                        Optional.empty(), Optional.of(new Memory(64)), Optional.of(new Storage(1))),
                Optional.empty(),
                Optional.empty(),
                Tags.NONE,
                Settings.parse(Map.of()));
    }

    @Test
    void a_stopped_box_obeys_them_when_it_is_resumed() {
        zomg.create(ref("web"));
        zomg.stopBox().stop(ref("web"));
        Box box = zomg.update(ref("web"), Map.of("MEMORY", "64M")).box();
        assertThat(box).isStopped();

        zomg.resumeBox().resume(ref("web"));

        assertThat(machine.engine().limits(box.uid())).isEqualTo(box.spec().config());
    }

    @Test
    void an_unknown_box_is_refused_first() {
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> zomg.update(ref("web"), Map.of()));
    }
}
