package zomg.usecase.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.OperationsOf;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.memory.InMemoryOperations;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.journal.Cause;
import zomg.model.journal.Entry;
import zomg.model.operation.Operation;
import zomg.model.operation.Operation.Kind;
import zomg.model.operation.Operation.State;
import zomg.port.Journal;
import zomg.usecase.operation.RunOperation.Outcome;

/** Work that is done in time, work that is not, and what is known of it. */
final class OperationsTest {

    private static final Duration NO_WAIT = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final InMemoryOperations operations = new InMemoryOperations(machine.history());
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, 3, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
    private final List<Throwable> faults = new ArrayList<>();
    private final RunOperation run =
            OperationsOf.machine(machine, operations, threads, fault -> faults.add(fault));
    private final ShowOperation show = new ShowOperation(operations, run);
    private final CancelOperation cancel = new CancelOperation(run, show);
    private final ListOperations list = new ListOperations(operations, run);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void open() {
        gate.countDown();
        threads.shutdownNow();
    }

    private static <T> Work<T> work(Kind kind, Supplier<T> change) {
        return new Work<>(kind, ref("web"), Optional.empty(), "root", change);
    }

    /** Comes to its end when the gate is opened. */
    private <T> Supplier<T> behindTheGate(Supplier<T> change) {
        return () -> {
            try {
                gate.await();
            } catch (InterruptedException over) {
                throw new IllegalStateException(over);
            }
            return change.get();
        };
    }

    private Operation accepted(Work<?> work) {
        return run.run(work, NO_WAIT) instanceof Outcome.Accepted<?>(Operation operation)
                ? operation
                : null;
    }

    @Test
    void what_is_done_in_time_is_answered_and_leaves_no_record() {
        assertThat(run.run(work(Kind.STOP, () -> "done"), LONG))
                .isEqualTo(new Outcome.Done<>("done"));
        assertThat(list.list(Optional.empty(), Optional.empty(), 10).operations()).isEmpty();
    }

    @Test
    void what_fails_in_time_is_thrown() {
        assertRefused(
                ErrorCode.BOX_BUSY,
                () ->
                        run.run(
                                work(
                                        Kind.STOP,
                                        () -> {
                                            throw new Refusal(ErrorCode.BOX_BUSY, "busy");
                                        }),
                                LONG));
    }

    @Test
    void what_takes_longer_is_recorded_and_goes_on() {
        Box web = zomg.create(ref("web"));

        Operation begun = accepted(work(Kind.STOP, behindTheGate(() -> "done")));

        assertThat(begun.state()).isEqualTo(State.RUNNING);
        assertThat(begun.box()).contains(web.uid());
        assertThat(operations.find(begun.id())).contains(begun);
        assertThat(show.show(begun.id(), NO_WAIT)).isEqualTo(begun);
        gate.countDown();
        assertThat(show.show(begun.id(), LONG).state()).isEqualTo(State.SUCCEEDED);
        assertThat(operations.find(begun.id()).map(Operation::state)).contains(State.SUCCEEDED);
        assertThat(list.list(Optional.empty(), Optional.empty(), 10).operations()).hasSize(1);
    }

    @Test
    void its_end_is_in_the_journal_with_the_cause_of_its_request() {
        Cause cause = Cause.request("r-1").by("ann");
        Operation begun =
                ScopedValue.where(Cause.CURRENT, cause)
                        .call(() -> accepted(work(Kind.STOP, behindTheGate(() -> "done"))));

        gate.countDown();
        show.show(begun.id(), LONG);

        assertThat(machine.history().after(0, Journal.Filter.NONE, 10))
                .filteredOn(entry -> entry.change().kind().startsWith("operation."))
                .extracting(entry -> entry.change().kind(), Entry::cause)
                .containsExactly(
                        tuple("operation.accepted", cause), tuple("operation.succeeded", cause));
    }

    @Test
    void what_ended_long_ago_is_forgotten_without_a_new_one() {
        Operation old = accepted(work(Kind.STOP, behindTheGate(() -> "done")));
        gate.countDown();
        show.show(old.id(), LONG);
        RunOperation forgetful =
                new RunOperation(
                        operations,
                        machine.boxes(),
                        machine.engine(),
                        machine.ids(),
                        machine.clock(),
                        threads,
                        Duration.ZERO,
                        (_, fault) -> faults.add(fault));

        forgetful.forgetOld();

        assertThat(operations.find(old.id())).isEmpty();
    }

    @Test
    void what_is_refused_later_has_failed_with_its_reason() {
        Operation begun =
                accepted(
                        work(
                                Kind.RESUME,
                                behindTheGate(
                                        () -> {
                                            throw new Refusal(ErrorCode.START_FAILED, "no tini");
                                        })));
        gate.countDown();

        Operation ended = show.show(begun.id(), LONG);

        assertThat(ended.state()).isEqualTo(State.FAILED);
        assertThat(ended.failure()).contains(new Operation.Failure("start_failed", "no tini"));
        assertThat(faults).isEmpty();
    }

    @Test
    void a_fault_that_nobody_waits_for_is_told_and_not_shown() throws InterruptedException {
        Operation begun =
                accepted(
                        work(
                                Kind.RESUME,
                                behindTheGate(
                                        () -> {
                                            throw new IllegalStateException("secret");
                                        })));
        gate.countDown();

        Operation ended = show.show(begun.id(), LONG);
        threads.shutdown();

        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ended.failure().orElseThrow().code()).isEqualTo("internal_error");
        assertThat(ended.toString()).doesNotContain("secret");
        assertThat(faults).hasSize(1);
    }

    @Test
    void its_steps_are_seen_while_it_runs() throws InterruptedException {
        CountDownLatch said = new CountDownLatch(1);
        Operation begun =
                accepted(
                        work(
                                Kind.STOP,
                                () -> {
                                    Steps.next(30, "waiting");
                                    said.countDown();
                                    return behindTheGate(() -> "done").get();
                                }));

        assertThat(said.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(show.show(begun.id(), NO_WAIT).progress())
                .isEqualTo(new Operation.Progress(30, "waiting"));
        assertThat(list.list(Optional.empty(), Optional.empty(), 1).operations().getFirst())
                .extracting(Operation::progress)
                .isEqualTo(new Operation.Progress(30, "waiting"));
    }

    @Test
    void too_much_at_once_is_refused() {
        for (int one = 0; one < 3; one++) {
            accepted(work(Kind.STOP, behindTheGate(() -> "done")));
        }

        assertRefused(ErrorCode.BUSY, () -> run.run(work(Kind.STOP, () -> "done"), LONG));
    }

    @Test
    void a_create_that_is_called_off_leaves_nothing() {
        Uid uid = machine.ids().next();
        Operation begun =
                accepted(
                        new Work<>(
                                Kind.CREATE,
                                ref("web"),
                                Optional.of(uid),
                                "root",
                                behindTheGate(
                                        () ->
                                                zomg.createBox()
                                                        .create(
                                                                UseCases.fromBase(ref("web")),
                                                                uid,
                                                                Optional.empty()))));

        cancel.cancel(begun.id(), NO_WAIT);
        gate.countDown();

        assertThat(show.show(begun.id(), LONG).state()).isEqualTo(State.CANCELLED);
        assertThat(machine.boxes().find(ref("web"))).isEmpty();
        assertThat(machine.roots().list()).isEmpty();
        assertThat(cancel.cancel(begun.id(), NO_WAIT).state()).isEqualTo(State.CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATE", "STOP", "RESUME", "DELETE"})
    void what_cannot_be_undone_cannot_be_called_off(Kind kind) {
        Operation begun = accepted(work(kind, behindTheGate(() -> "done")));

        assertRefused(ErrorCode.NOT_CANCELLABLE, () -> cancel.cancel(begun.id(), NO_WAIT));
        gate.countDown();
        assertThat(show.show(begun.id(), LONG).state()).isEqualTo(State.SUCCEEDED);
        assertRefused(ErrorCode.NOT_CANCELLABLE, () -> cancel.cancel(begun.id(), NO_WAIT));
    }

    @Test
    void past_its_last_step_a_create_cannot_be_called_off() throws InterruptedException {
        CountDownLatch said = new CountDownLatch(1);
        Operation begun =
                accepted(
                        work(
                                Kind.CREATE,
                                () -> {
                                    Steps.last(50, "starting");
                                    said.countDown();
                                    return behindTheGate(() -> "done").get();
                                }));
        assertThat(said.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(
                        assertRefused(
                                ErrorCode.NOT_CANCELLABLE,
                                () -> cancel.cancel(begun.id(), NO_WAIT)))
                .hasMessageContaining("starting");
    }

    @Test
    void an_unknown_operation_is_not_found() {
        assertRefused(
                ErrorCode.OPERATION_NOT_FOUND, () -> show.show(machine.ids().next(), NO_WAIT));
        assertRefused(
                ErrorCode.OPERATION_NOT_FOUND, () -> cancel.cancel(machine.ids().next(), NO_WAIT));
    }

    @ParameterizedTest
    @EnumSource
    void what_an_older_server_left_is_ended_by_what_the_box_is(Kind kind) {
        Box web = zomg.create(ref("web"));
        Operation left =
                new Operation(
                        machine.ids().next(),
                        kind,
                        ref("web"),
                        Optional.of(web.uid()),
                        State.RUNNING,
                        Operation.Progress.NONE,
                        Optional.empty(),
                        "root",
                        machine.clock().instant(),
                        machine.clock().instant());
        operations.add(left);
        boolean reached = kind == Kind.CREATE || kind == Kind.FORK || kind == Kind.RESUME;

        new ResolveOperations(operations, machine.boxes(), machine.clock()).resolve();

        assertThat(show.show(left.id(), NO_WAIT).state())
                .isEqualTo(reached ? State.SUCCEEDED : State.FAILED);
        assertThat(show.show(left.id(), NO_WAIT).failure().map(Operation.Failure::code))
                .isEqualTo(reached ? Optional.empty() : Optional.of("interrupted"));
    }

    @Test
    void an_end_that_cannot_be_recorded_is_known_all_the_same_and_recorded_later() {
        Uid id = accepted(work(Kind.STOP, behindTheGate(() -> "done"))).id();
        Refusal away = new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "the database does not answer");

        operations.failNextUpdate(away);
        gate.countDown();

        assertThat(show.show(id, LONG).state()).isEqualTo(State.SUCCEEDED);
        assertThat(operations.find(id).map(Operation::state)).contains(State.RUNNING);
        operations.failNextUpdate(away);
        run.recordEnds();
        assertThat(operations.find(id).map(Operation::state)).contains(State.RUNNING);
        assertThat(show.show(id, NO_WAIT).state()).isEqualTo(State.SUCCEEDED);

        run.recordEnds();

        assertThat(operations.find(id).map(Operation::state)).contains(State.SUCCEEDED);
        assertThat(show.show(id, NO_WAIT).state()).isEqualTo(State.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STOP", "DELETE"})
    void another_box_of_the_same_name_is_not_what_was_meant(Kind kind) {
        Operation left =
                new Operation(
                        machine.ids().next(),
                        kind,
                        ref("web"),
                        Optional.of(machine.ids().next()),
                        State.RUNNING,
                        Operation.Progress.NONE,
                        Optional.empty(),
                        "root",
                        machine.clock().instant(),
                        machine.clock().instant());
        operations.add(left);
        zomg.create(ref("web"));
        zomg.stopBox().stop(ref("web"));

        new ResolveOperations(operations, machine.boxes(), machine.clock()).resolve();

        assertThat(show.show(left.id(), NO_WAIT).state())
                .isEqualTo(kind == Kind.DELETE ? State.SUCCEEDED : State.FAILED);
    }
}
