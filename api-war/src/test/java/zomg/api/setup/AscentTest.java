package zomg.api.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.fixture.BoxFixtures;
import zomg.fixture.OperationsOf;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.memory.InMemoryOperations;
import zomg.model.exec.ExecEnd;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;
import zomg.port.Operations;
import zomg.usecase.operation.ResolveOperations;

/** What a person finds in the log about the boxes of before. */
final class AscentTest {

    private static final Path SET_ASIDE = Path.of("/pool/set-aside");

    /** Kept: loggers that nobody holds are forgotten with their handlers. */
    private final Logger logger = Logger.getLogger(FindingLog.class.getName());

    private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    if (line.getLevel().equals(Level.WARNING)) {
                        warnings.add(line);
                    }
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private Duration interval = Duration.ofMinutes(1);
    private Rounds rounds;
    private final InMemoryMachine machine = new InMemoryMachine();
    private final Operations operations = new InMemoryOperations();

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        machine.processes().playNext("", new ExecEnd.Exited(0));
    }

    @AfterEach
    void stopListening() {
        rounds.end();
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    void roots_that_were_set_aside_are_named_with_where_they_are() {
        Uid lost = lostRoot();

        setUp();

        assertThat(warnings)
                .singleElement()
                .extracting(AscentTest::text)
                .asString()
                .contains("/pool/set-aside", lost.value());
    }

    @Test
    void what_could_not_be_brought_in_order_is_logged_with_its_reason() {
        Uid lost = lostRoot();
        IllegalStateException busy = new IllegalStateException("busy");
        machine.roots().failNextSetAside(busy);

        setUp();

        assertThat(warnings).hasSize(1);
        assertThat(text(warnings.getFirst())).contains(lost.value());
        assertThat(warnings.getFirst().getThrown()).isSameAs(busy);
    }

    @Test
    void nothing_is_logged_about_a_machine_in_order() {
        setUp();

        assertThat(warnings).isEmpty();
    }

    @Test
    void a_round_mends_what_breaks_later_and_none_follows_the_end() {
        interval = Duration.ofMillis(5);
        setUp();
        Uid lost = lostRoot();

        await(() -> machine.pool().setAside().contains(lost));
        rounds.end();

        Uid later = lostRoot();
        assertThat(machine.roots().list()).contains(later);
    }

    @Test
    void a_round_forgets_operations_that_ended_long_ago() {
        interval = Duration.ofMillis(5);
        Instant longAgo = Instant.EPOCH;
        Operation old =
                new Operation(
                        BoxFixtures.uid(),
                        Operation.Kind.STOP,
                        BoxFixtures.ref("web"),
                        Optional.empty(),
                        Operation.State.SUCCEEDED,
                        Operation.Progress.DONE,
                        Optional.empty(),
                        "root",
                        longAgo,
                        longAgo);
        operations.add(old);

        setUp();

        await(() -> operations.find(old.id()).isEmpty());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Uid lostRoot() {
        Uid lost = BoxFixtures.uid();
        machine.roots().create(lost, machine.anyBase());
        return lost;
    }

    private void setUp() {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            UseCases zomg = new UseCases(machine);
            rounds =
                    new Rounds(
                            zomg.upkeep(),
                            OperationsOf.machine(machine, operations, Runnable::run, _ -> {}),
                            machine.engine(),
                            zomg.restartBoxes(),
                            new FindingLog(SET_ASIDE),
                            interval);
            new Ascent(
                            zomg.setUpMachine(),
                            new ResolveOperations(operations, machine.boxes(), machine.clock()),
                            rounds,
                            executor)
                    .begin();
        }
    }

    private static String text(LogRecord line) {
        return line.getParameters() == null
                ? line.getMessage()
                : MessageFormat.format(line.getMessage(), line.getParameters());
    }
}
