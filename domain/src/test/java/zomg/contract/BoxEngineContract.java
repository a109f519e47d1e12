package zomg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.BoxFixtures;
import zomg.fixture.Crowd;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxSpec;
import zomg.model.box.Cpus;
import zomg.model.box.Memory;
import zomg.model.box.Sighting;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.model.space.Storage;
import zomg.port.BoxEngine;

/** What all engines do. */
public interface BoxEngineContract {

    /** Without boxes when a test starts, the same one during a test. */
    BoxEngine engine();

    /** Another engine on the same machine, as after the server was started again. */
    BoxEngine restartedEngine();

    /** A box with a slot of its own and a root that it can run on, a new one at each call. */
    Box startableBox();

    /** A box whose root is not there. */
    Box boxWithoutRoot();

    /** Of all boxes here. */
    Project project();

    @Test
    default void a_started_box_runs_until_it_is_stopped() {
        Box box = startableBox();

        engine().start(box, project());
        assertThat(engine().isRunning(box.uid())).isTrue();
        assertThat(engine().list()).containsExactly(box.uid());

        engine().stop(box.uid(), Duration.ofSeconds(1));
        assertThat(engine().isRunning(box.uid())).isFalse();
    }

    @Test
    default void a_box_that_was_never_started_does_not_run() {
        assertThat(engine().isRunning(uid())).isFalse();
        assertThat(engine().list()).isEmpty();
    }

    @Test
    default void asking_twice_is_asking_once() {
        Box box = startableBox();

        engine().start(box, project());
        engine().start(box, project());
        assertThat(engine().isRunning(box.uid())).isTrue();

        engine().stop(box.uid(), Duration.ZERO);
        engine().stop(box.uid(), Duration.ZERO);
        engine().remove(box.uid());
        engine().remove(box.uid());
        assertThat(engine().list()).isEmpty();
    }

    @Test
    default void nothing_is_done_about_an_unknown_box() {
        Box box = startableBox();
        engine().start(box, project());

        engine().stop(uid(), Duration.ZERO);
        engine().remove(uid());

        assertThat(engine().isRunning(box.uid())).isTrue();
        assertThat(engine().list()).containsExactly(box.uid());
    }

    @Test
    default void a_running_box_is_removed_without_a_stop() {
        Box box = startableBox();
        engine().start(box, project());

        engine().remove(box.uid());

        assertThat(engine().isRunning(box.uid())).isFalse();
        assertThat(engine().list()).isEmpty();
    }

    @Test
    default void a_stopped_or_removed_box_runs_again() {
        Box box = startableBox();
        engine().start(box, project());
        engine().stop(box.uid(), Duration.ZERO);

        engine().start(box, project());
        assertThat(engine().isRunning(box.uid())).isTrue();

        engine().remove(box.uid());
        engine().start(box, project());
        assertThat(engine().isRunning(box.uid())).isTrue();
    }

    @Test
    default void boxes_do_not_touch_each_other() {
        Box one = startableBox();
        Box two = startableBox();
        engine().start(one, project());
        engine().start(two, project());

        engine().stop(one.uid(), Duration.ZERO);
        engine().remove(one.uid());

        assertThat(engine().isRunning(two.uid())).isTrue();
        assertThat(engine().list()).containsExactly(two.uid());
    }

    @Test
    default void a_box_without_a_root_does_not_start_and_is_removed_clean() {
        Box box = boxWithoutRoot();

        assertRefused(ErrorCode.START_FAILED, () -> engine().start(box, project()));

        assertThat(engine().isRunning(box.uid())).isFalse();
        engine().remove(box.uid());
        assertThat(engine().list()).isEmpty();
    }

    @Test
    default void boxes_outlive_the_server() {
        Box box = startableBox();
        engine().start(box, project());

        BoxEngine restarted = restartedEngine();

        assertThat(restarted.isRunning(box.uid())).isTrue();
        assertThat(restarted.list()).containsExactly(box.uid());
        restarted.start(box, project());
        restarted.remove(box.uid());
        assertThat(engine().isRunning(box.uid())).isFalse();
        assertThat(restarted.list()).isEmpty();
    }

    @Test
    default void limits_of_a_running_box_may_change_and_it_runs_on() {
        Box box = startableBox();
        engine().start(box, project());
        BoxConfig small =
                new BoxConfig(Optional.empty(), Optional.of(new Memory(64)), Optional.empty());

        engine().adjust(withConfig(box, small));
        engine().adjust(withConfig(box, BoxConfig.UNLIMITED));

        assertThat(engine().isRunning(box.uid())).isTrue();
    }

    @Test
    default void a_box_is_sighted_from_its_start_until_it_is_removed() {
        Box box = startableBox();
        BoxConfig limits = box.spec().config();
        assertThat(engine().sight(box.uid(), limits)).isEmpty();

        engine().start(box, project());
        Sighting running = engine().sight(box.uid(), limits).orElseThrow();
        assertThat(running.life()).isEqualTo(Sighting.Life.RUNS);
        assertThat(running.has()).isNotEmpty();
        assertThat(running.lacks()).isEmpty();

        engine().stop(box.uid(), Duration.ZERO);
        Sighting stopped = engine().sight(box.uid(), limits).orElseThrow();
        assertThat(stopped.life()).isEqualTo(Sighting.Life.ENDED);
        assertThat(stopped.lacks()).isEmpty();

        engine().remove(box.uid());
        assertThat(engine().sight(box.uid(), limits)).isEmpty();
    }

    @Test
    default void a_running_box_with_other_limits_than_its_record_lacks_them() {
        Box box = startableBox();
        Box limited =
                withConfig(
                        box,
                        BoxConfig.UNLIMITED.overriddenBy(
                                new BoxConfig(
                                        Optional.of(new Cpus(500)),
                                        Optional.of(new Memory(64)),
                                        Optional.empty())));
        BoxConfig wanted = limited.spec().config();
        engine().start(box, project());
        assertThat(engine().sight(box.uid(), wanted).orElseThrow().lacks())
                .containsExactly(Sighting.LIMITS);

        engine().adjust(limited);

        assertThat(engine().sight(box.uid(), wanted).orElseThrow().lacks()).isEmpty();
        assertThat(engine().sight(box.uid(), BoxConfig.UNLIMITED).orElseThrow().lacks())
                .containsExactly(Sighting.LIMITS);
    }

    @Test
    default void a_limit_that_a_box_was_started_with_may_grow_and_go() {
        Box box = withConfig(startableBox(), memory(64));
        engine().start(box, project());

        engine().adjust(withConfig(box, memory(128)));
        assertThat(engine().sight(box.uid(), memory(128)).orElseThrow().lacks()).isEmpty();

        engine().adjust(withConfig(box, BoxConfig.UNLIMITED));
        assertThat(engine().sight(box.uid(), BoxConfig.UNLIMITED).orElseThrow().lacks()).isEmpty();
        assertThat(engine().isRunning(box.uid())).isTrue();
    }

    private static BoxConfig memory(int mebibytes) {
        return new BoxConfig(
                Optional.empty(), Optional.of(new Memory(mebibytes)), Optional.empty());
    }

    @Test
    default void a_running_box_whose_disk_has_another_limit_than_its_record_lacks_it() {
        Box box = startableBox();
        Box limited =
                withConfig(
                        box,
                        new BoxConfig(
                                Optional.empty(), Optional.empty(), Optional.of(new Storage(1))));
        BoxConfig wanted = limited.spec().config();
        engine().start(box, project());
        assertThat(engine().sight(box.uid(), wanted).orElseThrow().lacks())
                .containsExactly(Sighting.LIMITS);

        engine().adjust(limited);
        assertThat(engine().sight(box.uid(), wanted).orElseThrow().lacks()).isEmpty();
        assertThat(engine().sight(box.uid(), BoxConfig.UNLIMITED).orElseThrow().lacks())
                .containsExactly(Sighting.LIMITS);

        engine().adjust(box);
        assertThat(engine().sight(box.uid(), BoxConfig.UNLIMITED).orElseThrow().lacks()).isEmpty();
    }

    @Test
    default void many_boxes_start_and_go_at_once() throws InterruptedException {
        BoxEngine engine = engine();
        Project project = project();
        List<Box> boxes = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            boxes.add(startableBox());
        }

        Crowd.Outcome<Uid> started =
                Crowd.of(
                        boxes.size(),
                        number -> {
                            engine.start(boxes.get(number), project);
                            return boxes.get(number).uid();
                        });
        assertThat(started.failures()).isEmpty();
        assertThat(engine.list()).containsExactlyInAnyOrderElementsOf(started.values());
        assertThat(started.values()).allMatch(engine::isRunning);

        Crowd.Outcome<Uid> removed =
                Crowd.of(
                        boxes.size(),
                        number -> {
                            engine.remove(boxes.get(number).uid());
                            return boxes.get(number).uid();
                        });
        assertThat(removed.failures()).isEmpty();
        assertThat(engine.list()).isEmpty();
    }

    private static Box withConfig(Box box, BoxConfig config) {
        BoxSpec spec = box.spec();
        return box.withSpec(
                new BoxSpec(
                        spec.base(),
                        config,
                        spec.environment(),
                        spec.tags(),
                        spec.port(),
                        spec.grace(),
                        spec.isolation(),
                        spec.volumes()),
                BoxFixtures.NOW);
    }
}
