package zomg.usecase.space;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.Data;
import zomg.fixture.OperationsOf;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.memory.InMemoryOperations;
import zomg.memory.InMemorySpaceUse;
import zomg.model.box.Box;
import zomg.model.id.SnapshotName;
import zomg.model.operation.Operation;
import zomg.model.space.Disk;
import zomg.model.space.DiskUse;
import zomg.model.space.SpaceTaken;
import zomg.model.space.Storage;
import zomg.model.volume.Volume;
import zomg.port.SpaceUse;
import zomg.usecase.operation.CancelOperation;
import zomg.usecase.operation.RunOperation;
import zomg.usecase.operation.ShowOperation;
import zomg.usecase.operation.Work;
import zomg.usecase.volume.CreateVolume;

final class MeasureTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final Data data = new Data(machine, zomg);
    private final MeasureSpace space = zomg.measureSpace(new InMemorySpaceUse(machine.pool()));
    private final MeasureBox measureBox = zomg.measureBox(space);
    private final MeasureVolume measureVolume = zomg.measureVolume(space);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void what_a_box_keeps_is_known_at_once_and_the_rest_when_it_was_measured() {
        Box box = data.box("web");
        machine.pool().write(box.uid(), "/mine", "12345678");

        DiskUse before = measureBox.show(box.ref());
        DiskUse measured = measureBox.measure(box.ref());

        assertThat(before.own()).hasValue(8);
        assertThat(before.measured()).isEmpty();
        assertThat(measured.measured().orElseThrow().exclusive()).isEqualTo(8);
        assertThat(measured.measured().orElseThrow().shared()).as("its base").isPositive();
        assertThat(measureBox.show(box.ref())).isEqualTo(measured);
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> measureBox.show(ref("no")));
        assertRefused(ErrorCode.BOX_NOT_FOUND, () -> measureBox.measure(ref("no")));
    }

    @Test
    void holders_are_told_by_name_the_largest_first() {
        Box box = data.box("web");
        machine.pool().write(box.uid(), "/one", "1".repeat(10));
        data.fork("small", "web");
        machine.pool().write(box.uid(), "/two", "2".repeat(30));
        data.fork("large", "web");

        DiskUse.Measured measured = measureBox.measure(box.ref()).measured().orElseThrow();

        assertThat(measured.holders())
                .containsExactly(
                        new DiskUse.Holder(Disk.Kind.BOX, "default:large", 40),
                        new DiskUse.Holder(Disk.Kind.BOX, "default:small", 10));
        assertThat(measured.elsewhere()).isZero();
    }

    @Test
    void a_holder_without_a_record_is_told_without_a_name() {
        Box box = data.box("web");
        machine.pool().write(box.uid(), "/one", "1".repeat(10));
        Box fork = data.fork("fork", "web");
        machine.boxes().forget(fork.uid());

        DiskUse.Measured measured = measureBox.measure(box.ref()).measured().orElseThrow();

        assertThat(measured.holders()).isEmpty();
        assertThat(measured.elsewhere()).isEqualTo(10);
    }

    @Test
    void snapshots_and_copies_go_with_a_box_and_hold_nothing_of_it() {
        Volume volume = data.made("datasets");
        Box source = data.box("web", "datasets=/srv/data");
        Box fork = data.fork("fork", "web");
        machine.pool().write(fork.uid(), "/mine", "1".repeat(10));
        zomg.snapshot(fork.ref());
        machine.pool()
                .writeVolume(
                        fork.spec().volumes().all().getFirst().volume(), "/data", "2".repeat(5));
        machine.pool().writeVolume(volume.uid(), "/other", "3".repeat(7));

        DiskUse.Measured measured = measureBox.measure(fork.ref()).measured().orElseThrow();

        assertThat(measured.exclusive()).isEqualTo(15);
        assertThat(measured.holders()).isEmpty();
        assertThat(measureBox.measure(source.ref()).measured().orElseThrow().exclusive()).isZero();
    }

    @Test
    void a_volume_is_measured_with_its_snapshots() {
        Volume volume =
                zomg.createVolume()
                        .create(Data.volume("a"), Optional.empty(), Optional.of(new Storage(3)));
        machine.pool().writeVolume(volume.uid(), "/file", "1".repeat(10));
        zomg.snapshotVolume()
                .take(volume.ref(), Optional.of(new SnapshotName("s")), Optional.empty());
        zomg.createVolume()
                .create(
                        Data.volume("copy"),
                        Optional.of(
                                new CreateVolume.Source(volume.ref().name(), Optional.empty())));
        machine.pool().writeVolume(volume.uid(), "/file", "2".repeat(20));

        DiskUse use = measureVolume.measure(volume.ref());

        assertThat(use.own()).hasValue(30);
        assertThat(use.limit()).contains(new Storage(3));
        DiskUse.Measured measured = use.measured().orElseThrow();
        assertThat(measured.exclusive()).isEqualTo(20);
        assertThat(measured.shared()).isEqualTo(10);
        assertThat(measured.holders())
                .containsExactly(new DiskUse.Holder(Disk.Kind.VOLUME, "default:copy", 10));
        assertThat(measureVolume.show(volume.ref())).isEqualTo(use);
        assertRefused(ErrorCode.VOLUME_NOT_FOUND, () -> measureVolume.measure(Data.volume("no")));
        assertRefused(ErrorCode.VOLUME_NOT_FOUND, () -> measureVolume.find(Data.volume("no")));
    }

    /** A pool so large that a look at it has no end. */
    private static final class Endless implements SpaceUse {

        private final AtomicBoolean open = new AtomicBoolean();

        @Override
        public OptionalLong counted(Disk disk) {
            return OptionalLong.empty();
        }

        @Override
        public Walk walk(Set<Disk> together) {
            open.set(true);
            return new Walk() {
                @Override
                public boolean advance() {
                    return true;
                }

                @Override
                public int percent() {
                    return 50;
                }

                @Override
                public SpaceTaken taken() {
                    return new SpaceTaken(0, 0, Map.of(), 0);
                }

                @Override
                public void close() {
                    open.set(false);
                }
            };
        }
    }

    @Test
    void a_measurement_can_be_called_off_and_so_can_one_that_waits_for_it() {
        Endless pool = new Endless();
        MeasureBox endless = zomg.measureBox(zomg.measureSpace(pool));
        Box box = data.box("web");
        InMemoryOperations operations = new InMemoryOperations(machine.history());
        RunOperation run =
                OperationsOf.machine(
                        machine,
                        operations,
                        threads,
                        fault -> {
                            throw new AssertionError(fault);
                        });
        CancelOperation cancel = new CancelOperation(run, new ShowOperation(operations, run));
        Operation first = accepted(run, endless, box);
        Operation second = accepted(run, endless, box);

        assertThat(cancel.cancel(second.id(), LONG).state()).isEqualTo(Operation.State.CANCELLED);
        assertThat(cancel.cancel(first.id(), LONG).state()).isEqualTo(Operation.State.CANCELLED);

        assertThat(pool.open).isFalse();
        assertThat(endless.show(box.ref()).measured()).isEmpty();
    }

    private static Operation accepted(RunOperation run, MeasureBox measure, Box box) {
        RunOperation.Outcome<DiskUse> outcome =
                run.run(
                        new Work<>(
                                Operation.Kind.MEASURE,
                                box.ref(),
                                Optional.empty(),
                                "root",
                                () -> measure.measure(box.ref())),
                        Duration.ZERO);
        if (outcome instanceof RunOperation.Outcome.Accepted<DiskUse>(Operation operation)) {
            return operation;
        }
        throw new AssertionError(outcome.toString());
    }

    @Test
    void a_full_pool_is_measured_as_it_is_on_disk() {
        Box box = data.box("web");
        machine.pool().write(box.uid(), "/mine", "12345678");
        machine.snapshotStore()
                .failNextFlush(new Refusal(ErrorCode.INSUFFICIENT_STORAGE, "the pool is full"));

        assertThat(measureBox.measure(box.ref()).measured().orElseThrow().exclusive()).isEqualTo(8);
    }
}
