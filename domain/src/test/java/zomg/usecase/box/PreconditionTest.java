package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zomg.error.ErrorCode;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.BoxStatus;
import zomg.model.box.Precondition;
import zomg.model.box.Settings;
import zomg.model.box.Tags;

/** Changes that are meant for a certain state of a box. */
final class PreconditionTest {

    /** One of the verbs that take a precondition. */
    private record Verb(String name, Work work) {

        private interface Work {
            void change(UseCases zomg, Precondition precondition);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    static Stream<Verb> verbs() {
        return Stream.of(
                new Verb(
                        "update",
                        (zomg, only) -> zomg.updateBox().update(ref("web"), someUpdate(), only)),
                new Verb("stop", (zomg, only) -> zomg.stopBox().stop(ref("web"), only)),
                new Verb("resume", (zomg, only) -> zomg.resumeBox().resume(ref("web"), only)),
                new Verb(
                        "delete", (zomg, only) -> zomg.deleteBox().delete(ref("web"), true, only)));
    }

    private static UpdateBox.Request someUpdate() {
        return new UpdateBox.Request(
                BoxConfig.UNLIMITED,
                Optional.empty(),
                Optional.empty(),
                Tags.of(Map.of("tier", "front")),
                Settings.parse(Map.of()));
    }

    private static Precondition only(String... versions) {
        return new Precondition(Optional.of(Set.of(versions)));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void a_change_meant_for_an_older_state_does_nothing(Verb verb) {
        Box seen = zomg.create(ref("web"));
        Box now = zomg.update(ref("web"), Map.of("PORT", "80")).box();

        assertRefused(
                ErrorCode.PRECONDITION_FAILED,
                () -> verb.work().change(zomg, only(seen.version())));

        assertThat(machine.boxes().find(ref("web"))).contains(now);
        assertThat(machine.engine().isRunning(now.uid())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void a_change_meant_for_this_state_is_made(Verb verb) {
        Box box = zomg.create(ref("web"));
        if (verb.name().equals("resume")) {
            box = zomg.stopBox().stop(ref("web"));
        }

        verb.work().change(zomg, only("another", box.version()));

        assertThat(machine.boxes().find(ref("web"))).isNotEqualTo(Optional.of(box));
    }

    @Test
    void a_box_made_again_under_its_name_is_another_one() {
        Box first = zomg.create(ref("web"));
        zomg.deleteBox().delete(ref("web"), true);
        Box second = zomg.create(ref("web"));

        assertThat(second.generation()).isEqualTo(first.generation());
        assertRefused(
                ErrorCode.PRECONDITION_FAILED,
                () -> zomg.deleteBox().delete(ref("web"), true, only(first.version())));
        assertThat(machine.boxes().find(ref("web")).map(Box::status)).contains(BoxStatus.RUNNING);
    }

    @Test
    void a_box_that_is_gone_is_deleted_whatever_was_expected() {
        assertThat(zomg.deleteBox().delete(ref("web"), false, only("kq3v5m2xw4ta-1"))).isEmpty();
    }
}
