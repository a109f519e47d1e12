package zomg.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.base.Base;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.exec.ExecEnd;
import zomg.model.id.Uid;
import zomg.port.Boxes;

/**
 * The server is killed before and after every single call that a use case makes, and again at every
 * call of the reconcile that follows; then it starts once more. Whatever the moments were, nothing
 * is orphaned, nothing is half there, and no box that was not part of it is touched.
 */
final class CrashTest {

    private static final int MORE_THAN_ANY_CALLS = 60;

    /** A use case, what must be there before it, and what the box {@code web} may be after it. */
    private enum Work {
        CREATE(_ -> {}, zomg -> zomg.create(ref("web")), "gone", "running"),
        FORK(_ -> {}, zomg -> zomg.fork(ref("web"), "bystander"), "gone", "running"),
        DELETE(
                zomg -> stopped(zomg),
                zomg -> zomg.deleteBox().delete(ref("web"), false),
                "gone",
                "stopped"),
        KILL(
                zomg -> zomg.create(ref("web")),
                zomg -> zomg.deleteBox().delete(ref("web"), true),
                "gone",
                "running"),
        STOP(
                zomg -> zomg.create(ref("web")),
                zomg -> zomg.stopBox().stop(ref("web")),
                "running",
                "stopped"),
        RESUME(
                zomg -> stopped(zomg),
                zomg -> zomg.resumeBox().resume(ref("web")),
                "stopped",
                "running"),
        UPDATE(
                zomg -> zomg.create(ref("web")),
                zomg -> zomg.update(ref("web"), Map.of("MEMORY", "64M")),
                "running"),
        BUILD(
                zomg -> zomg.create(ref("web")),
                zomg -> zomg.buildBase().build(UseCases.RECIPE, OutputStream.nullOutputStream()),
                "running");

        private final Consumer<UseCases> before;
        private final Consumer<UseCases> work;
        private final Set<String> outcomes;

        Work(Consumer<UseCases> before, Consumer<UseCases> work, String... outcomes) {
            this.before = before;
            this.work = work;
            this.outcomes = Set.of(outcomes);
        }

        private static void stopped(UseCases zomg) {
            zomg.create(ref("web"));
            zomg.stopBox().stop(ref("web"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_lost_or_left_wherever_the_server_dies(Work work) {
        int at = 1;
        while (killedAt(work, at, false)) {
            killedAt(work, at, true);
            at++;
            assertThat(at).isLessThan(MORE_THAN_ANY_CALLS);
        }
        assertThat(at).as("calls of a port").isGreaterThan(3);
    }

    /** Returns false if the work is done before it comes to that call. */
    private static boolean killedAt(Work work, int at, boolean afterTheEffect) {
        boolean killed = true;
        boolean killedAgain = true;
        for (int again = 1; killedAgain; again++) {
            Crash first = new Crash(at, afterTheEffect);
            Crash second = new Crash(again, afterTheEffect);
            killedTwice(work, first, second);
            killed = first.happened();
            killedAgain = second.happened();
            assertThat(again).isLessThan(MORE_THAN_ANY_CALLS);
        }
        return killed;
    }

    /** The second time, while it recovers from the first. */
    private static void killedTwice(Work work, Crash first, Crash second) {
        InMemoryMachine machine = new InMemoryMachine();
        UseCases healthy = new UseCases(machine);
        Box bystander = healthy.create(ref("bystander"));
        work.before.accept(healthy);
        machine.processes().playNext("", new ExecEnd.Exited(0));

        boolean done =
                isDone(
                        () ->
                                work.work.accept(
                                        new UseCases(machine, first.before(machine.ports()))));
        boolean recovered =
                isDone(
                        () ->
                                new UseCases(machine, second.before(machine.ports()))
                                        .reconcile()
                                        .repair());
        new UseCases(machine).reconcile().repair();

        String moment = "%s, killed %s and %s".formatted(work, first, second);
        assertThat(done).as(moment).isEqualTo(!first.happened());
        assertThat(recovered).as(moment).isEqualTo(!second.happened());
        assertWhole(machine, moment);
        assertThat(machine.boxes().find(bystander.ref())).as(moment).contains(bystander);
        assertThat(machine.engine().starts(bystander.uid())).as(moment).isEqualTo(1);
        assertThat(work.outcomes).as(moment).contains(outcome(machine));
        assertThat(new UseCases(machine).reconcile().look()).as(moment).isEmpty();
    }

    private static boolean isDone(Runnable work) {
        try {
            work.run();
            return true;
        } catch (Crash.Killed killed) {
            return false;
        }
    }

    private static String outcome(InMemoryMachine machine) {
        return machine.boxes().find(ref("web")).map(box -> box.status().wireName()).orElse("gone");
    }

    /** Records and machine say the same, and no box is in the middle of anything. */
    private static void assertWhole(InMemoryMachine machine, String moment) {
        List<Box> boxes = machine.boxes().list(Boxes.Query.everything());
        assertThat(boxes)
                .as(moment)
                .extracting(Box::status)
                .isSubsetOf(BoxStatus.RUNNING, BoxStatus.STOPPED);
        assertThat(machine.roots().list())
                .as(moment)
                .isEqualTo(boxes.stream().map(Box::uid).collect(Collectors.toSet()));
        assertThat(machine.pool().setAside()).as(moment).isEmpty();
        Set<Uid> running =
                boxes.stream()
                        .filter(box -> box.is(BoxStatus.RUNNING))
                        .map(Box::uid)
                        .collect(Collectors.toSet());
        assertThat(machine.engine().list()).as(moment).isEqualTo(running);
        assertThat(running).as(moment).allMatch(machine.engine()::isRunning);
        assertThat(boxes)
                .as(moment)
                .filteredOn(box -> box.is(BoxStatus.RUNNING))
                .allSatisfy(
                        box ->
                                assertThat(machine.engine().limits(box.uid()))
                                        .isEqualTo(box.spec().config()));
        assertThat(machine.baseStore().list())
                .as(moment)
                .isEqualTo(
                        machine.bases().list().stream().map(Base::uid).collect(Collectors.toSet()));
    }
}
