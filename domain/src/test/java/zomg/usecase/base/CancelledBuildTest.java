package zomg.usecase.base;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.BoxFixtures.uid;
import static zomg.fixture.Refusals.assertRefused;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.OperationsOf;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryBaseStore;
import zomg.memory.InMemoryMachine;
import zomg.memory.InMemoryOperations;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Recipe;
import zomg.model.exec.ExecEnd;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;
import zomg.model.operation.Operation.Kind;
import zomg.model.operation.Operation.State;
import zomg.usecase.operation.CancelOperation;
import zomg.usecase.operation.RunOperation;
import zomg.usecase.operation.ShowOperation;
import zomg.usecase.operation.Work;

/** Builds and imports that are called off leave nothing, whatever they are doing. */
final class CancelledBuildTest {

    private static final BaseAlias MINE = new BaseAlias("mine");
    private static final Recipe RECIPE = new Recipe(MINE, "sleep 1000\n");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final BuildBase buildBase = zomg.buildBase();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final InMemoryOperations operations = new InMemoryOperations(machine.history());
    private final RunOperation run = OperationsOf.machine(machine, operations, threads, _ -> {});
    private final ShowOperation show = new ShowOperation(operations, run);
    private final CancelOperation cancel = new CancelOperation(run, show);
    private final Set<Uid> before = machine.baseStore().list();
    private final CountDownLatch begun = new CountDownLatch(1);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private Operation begin(Kind kind, Supplier<Base> change) {
        Work<Base> work = new Work<>(kind, ref("b"), Optional.of(uid()), "root", change);
        return run.run(work, Duration.ZERO) instanceof RunOperation.Outcome.Accepted<Base>(var it)
                ? it
                : null;
    }

    private void assertCancelled(Operation operation) {
        assertThat(cancel.cancel(operation.id(), LONG).state()).isEqualTo(State.CANCELLED);
        assertThat(machine.bases().find(BaseReference.parse("mine"))).isEmpty();
        assertThat(machine.baseStore().list()).isEqualTo(before);
        assertThat(machine.roots().list()).isEmpty();
        assertThat(machine.engine().list()).isEmpty();
        assertThat(zomg.reconcile().look()).isEmpty();
    }

    private void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The script says nothing; what ends it is that its box is stopped. */
    @Test
    void a_build_whose_script_runs() throws InterruptedException {
        Uid build = uid();
        machine.processes()
                .duringEachRun(
                        () -> {
                            begun.countDown();
                            while (machine.engine().isRunning(build)) {
                                Thread.onSpinWait();
                            }
                        });
        machine.processes().playNext("", new ExecEnd.Signalled(9));

        Operation operation =
                begin(
                        Kind.BUILD,
                        () -> buildBase.build(build, RECIPE, BaseReference.DEFAULT, "root"));
        await(begun);

        assertCancelled(operation);
        assertThat(
                        new String(
                                machine.buildLogs().read(build, 0, 1 << 20).orElseThrow().bytes(),
                                StandardCharsets.UTF_8))
                .endsWith("zomg: the build was cancelled\n");
    }

    @Test
    void a_build_that_a_server_is_at_when_it_goes_down() throws InterruptedException {
        machine.processes()
                .duringEachRun(
                        () -> {
                            begun.countDown();
                            while (machine.engine().list().stream()
                                    .anyMatch(machine.engine()::isRunning)) {
                                Thread.onSpinWait();
                            }
                        });
        machine.processes().playNext("", new ExecEnd.Signalled(9));
        Operation operation =
                begin(
                        Kind.BUILD,
                        () -> buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "root"));
        await(begun);

        assertThat(buildBase.end(LONG)).isTrue();

        assertThat(machine.baseStore().list()).isEqualTo(before);
        assertThat(machine.engine().list()).isEmpty();
        assertThat(show.show(operation.id(), LONG).state()).isEqualTo(State.FAILED);
    }

    @Test
    void a_build_that_waits_for_another_one() {
        CountDownLatch gate = new CountDownLatch(1);
        machine.processes()
                .duringEachRun(
                        () -> {
                            begun.countDown();
                            await(gate);
                        });
        machine.processes().playNext("", new ExecEnd.Exited(1));
        Recipe other = new Recipe(new BaseAlias("other"), "true\n");
        Operation first =
                begin(
                        Kind.BUILD,
                        () -> buildBase.build(uid(), other, BaseReference.DEFAULT, "root"));
        await(begun);

        Operation second =
                begin(
                        Kind.BUILD,
                        () -> buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "root"));

        assertThat(cancel.cancel(second.id(), LONG).state()).isEqualTo(State.CANCELLED);
        assertThat(show.show(first.id(), Duration.ZERO).state()).isEqualTo(State.RUNNING);
        gate.countDown();
        assertThat(show.show(first.id(), LONG).state()).isEqualTo(State.FAILED);
        assertThat(machine.baseStore().list()).isEqualTo(before);
    }

    /** What ends it is that its thread is interrupted, and what follows does not see that. */
    @Test
    void an_import_that_copies() {
        CountDownLatch never = new CountDownLatch(1);
        machine.baseStore()
                .duringEachLoad(
                        () -> {
                            begun.countDown();
                            await(never);
                        });

        Operation operation =
                begin(
                        Kind.IMPORT,
                        () -> zomg.importBase().load(MINE, InMemoryBaseStore.ARCHIVE, "root"));
        await(begun);

        assertCancelled(operation);
    }

    @Test
    void what_is_kept_already_cannot_be_called_off() {
        machine.processes().playNext("", new ExecEnd.Exited(0));
        CountDownLatch gate = new CountDownLatch(1);
        Operation operation =
                begin(
                        Kind.BUILD,
                        () -> {
                            Base base =
                                    buildBase.build(uid(), RECIPE, BaseReference.DEFAULT, "root");
                            begun.countDown();
                            await(gate);
                            return base;
                        });
        await(begun);

        assertRefused(
                ErrorCode.NOT_CANCELLABLE, () -> cancel.cancel(operation.id(), Duration.ZERO));

        gate.countDown();
        assertThat(show.show(operation.id(), LONG).state()).isEqualTo(State.SUCCEEDED);
    }
}
