package zomg.usecase.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zomg.fixture.OperationsOf;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.memory.InMemoryOperations;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;
import zomg.model.operation.Operation.Kind;
import zomg.model.operation.Operation.Progress;
import zomg.model.operation.Operation.State;
import zomg.usecase.operation.RunOperation.Outcome;

/** A start that waits for somebody else says for what. */
final class WaitingStartsTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Progress WAITS = new Progress(50, "scheduling: no node has room");

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final InMemoryOperations operations = new InMemoryOperations(machine.history());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final RunOperation run = OperationsOf.machine(machine, operations, threads, _ -> {});
    private final ShowOperation show = new ShowOperation(operations, run);
    private final ListOperations list = new ListOperations(operations, run);
    private final CountDownLatch room = new CountDownLatch(1);
    private final CountDownLatch waits =
            machine.engine().holdNextStart("scheduling: no node has room", room);

    @AfterEach
    void end() {
        room.countDown();
        threads.shutdownNow();
    }

    @Test
    void what_it_waits_for_is_seen_as_long_as_it_waits() throws InterruptedException {
        Operation create = create();
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(show.show(create.id(), Duration.ZERO).progress()).isEqualTo(WAITS);
        assertThat(list.list(Optional.empty(), Optional.empty(), 10).operations())
                .extracting(Operation::progress)
                .containsExactly(WAITS);

        room.countDown();
        assertThat(show.show(create.id(), LONG).progress()).isEqualTo(Progress.DONE);
    }

    @Test
    void who_waits_until_the_start_is_over_does_not_start() throws InterruptedException {
        create();
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();

        Operation delete =
                accepted(
                        Kind.DELETE,
                        Optional.empty(),
                        () -> zomg.deleteBox().delete(ref("web"), true));

        assertThat(show.show(delete.id(), Duration.ZERO).progress()).isEqualTo(Progress.NONE);
        room.countDown();
        assertThat(show.show(delete.id(), LONG).state()).isEqualTo(State.SUCCEEDED);
    }

    private Operation create() {
        Uid uid = machine.ids().next();
        return accepted(
                Kind.CREATE,
                Optional.of(uid),
                () ->
                        zomg.createBox()
                                .create(UseCases.fromBase(ref("web")), uid, Optional.empty()));
    }

    private <T> Operation accepted(Kind kind, Optional<Uid> box, Supplier<T> change) {
        Work<T> work = new Work<>(kind, ref("web"), box, "root", change);
        return run.run(work, Duration.ZERO) instanceof Outcome.Accepted<T>(Operation operation)
                ? operation
                : null;
    }
}
