package zomg.db;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.NOW;
import static zomg.fixture.BoxFixtures.named;
import static zomg.fixture.Refusals.assertRefused;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.journal.Entry;
import zomg.port.Boxes;
import zomg.port.Journal;
import zomg.usecase.journal.VerifyJournal;

/** Records on a file system of their own, which is full. */
final class FullDiskIT {

    /** Records are opened again where there is room for a second file of them, and for changes. */
    private static final int MEBIBYTES = 48;

    /** H2 needs new blocks of its file after some changes, not at once. */
    private static final int ENOUGH = 200;

    private Path disk;
    private Path filler;
    private final AtomicInteger answered = new AtomicInteger();
    private Database database;
    private Boxes boxes;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException, InterruptedException {
        Path image = directory.resolve("image");
        disk = Files.createDirectory(directory.resolve("disk"));
        filler = disk.resolve("filler");
        run("truncate", "--size=" + MEBIBYTES + "M", image.toString());
        run("mkfs.ext4", "-q", "-m", "0", image.toString());
        run("mount", "-o", "loop", image.toString(), disk.toString());
        openDatabase();
    }

    private void openDatabase() {
        database = Database.inFile(disk.resolve("db"));
        boxes = new SqlBoxes(database);
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        database.close();
        run("umount", disk.toString());
    }

    @Test
    void changes_are_refused_and_reads_answered_until_there_is_room() throws IOException {
        List<Box> acknowledged = new ArrayList<>(List.of(boxes.add(named("web"))));
        Journal journal = new SqlJournal(database);
        fill();

        Refusal refusal = addUntilRefused(acknowledged);

        assertThat(refusal.code()).isEqualTo(ErrorCode.INSUFFICIENT_STORAGE);
        assertThat(refusal).hasMessageContaining("the disk of the records is full");
        assertThat(database.fault()).contains(refusal.getMessage());
        assertThat(everything()).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(journal.after(0, Journal.Filter.NONE, 1000)).hasSize(acknowledged.size());
        assertRefused(
                ErrorCode.INSUFFICIENT_STORAGE, () -> boxes.forget(acknowledged.get(0).uid()));

        Files.delete(filler);
        acknowledged.add(awaitAccepted(() -> boxes.add(named("late"))));

        assertThat(database.fault()).isEmpty();
        assertThat(everything()).containsExactlyInAnyOrderElementsOf(acknowledged);
        boxes.forget(acknowledged.removeFirst().uid());
        assertThat(journal.after(0, Journal.Filter.NONE, 1000))
                .extracting(Entry::id)
                .startsWith(1L, 2L)
                .hasSize(acknowledged.size() + 2);
        assertThat(new VerifyJournal(journal).verify(0).broken()).isEmpty();
        database.close();
        openDatabase();
        assertThat(everything()).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    @Test
    void nothing_that_many_at_a_time_were_told_is_lost_while_the_disk_fills_and_empties()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        int writers = 6;
        AtomicInteger rounds = new AtomicInteger();
        List<List<Box>> told = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
            List<Future<List<Box>>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String prefix = "w" + writer + "-";
                all.add(executor.submit(() -> addUntil(() -> rounds.get() == 4, prefix)));
            }
            try {
                for (; rounds.get() < 4; rounds.incrementAndGet()) {
                    fill();
                    await(() -> database.fault().isPresent() || isAnyDone(all));
                    int before = answered.get();
                    Files.delete(filler);
                    await(() -> answered.get() > before + 50 || isAnyDone(all));
                }
            } finally {
                rounds.set(4); // or those who write never end, and this waits for them
            }
            for (Future<List<Box>> one : all) {
                told.add(one.get(1, TimeUnit.MINUTES));
            }
        }

        List<Box> acknowledged = told.stream().flatMap(List::stream).toList();
        assertThat(acknowledged).hasSizeGreaterThan(200);
        assertThat(everything()).containsAll(acknowledged);
        assertThat(new VerifyJournal(new SqlJournal(database)).verify(0).broken()).isEmpty();
        database.close();
        openDatabase();
        assertThat(everything()).containsAll(acknowledged);
    }

    /** Who writes ends too early only with a failure, which is told when all are waited for. */
    private static boolean isAnyDone(List<Future<List<Box>>> writers) {
        return writers.stream().anyMatch(Future::isDone);
    }

    /** What it was told is there; readers beside it are answered all the time. */
    private List<Box> addUntil(BooleanSupplier over, String prefix) {
        List<Box> acknowledged = new ArrayList<>();
        for (int number = 0; !over.getAsBoolean(); number++) {
            try {
                acknowledged.add(boxes.add(named(prefix + number)));
                answered.incrementAndGet();
            } catch (Refusal full) {
                assertThat(full.code())
                        .as(full.getMessage())
                        .isEqualTo(ErrorCode.INSUFFICIENT_STORAGE);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThat(everything()).containsAll(acknowledged);
        }
        return acknowledged;
    }

    private Refusal addUntilRefused(List<Box> acknowledged) {
        for (int number = 0; number < ENOUGH; number++) {
            try {
                Box box = boxes.add(named("box-" + number));
                acknowledged.add(box);
                acknowledged.set(
                        acknowledged.size() - 1, boxes.replace(box.failed("x".repeat(3000), NOW)));
            } catch (Refusal refusal) {
                return refusal;
            }
        }
        throw new AssertionError("the disk does not fill");
    }

    private List<Box> everything() {
        return Boxes.Query.everything().in(boxes).toList();
    }

    private static void await(BooleanSupplier wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static <T> T awaitAccepted(Supplier<T> work) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try {
                return work.get();
            } catch (Refusal notYet) {
                assertThat(System.nanoTime()).as(notYet.getMessage()).isLessThan(deadline);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private void fill() throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream file = Files.newOutputStream(filler)) {
            while (true) {
                file.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }
}
