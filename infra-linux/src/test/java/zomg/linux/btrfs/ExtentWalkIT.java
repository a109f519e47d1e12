package zomg.linux.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.linux.libc.Libc;
import zomg.linux.testing.LoopPool;

final class ExtentWalkIT {

    private static final int FILE = 8192;
    private static final int ENOUGH = 1000;

    private final Libc libc = new Libc();
    private final Subvolumes subvolumes = new Subvolumes(libc);
    private LoopPool pool;
    private Path one;

    @BeforeEach
    void open() throws IOException {
        pool = new LoopPool(400);
        new Quotas(libc).enable(pool.path());
        one = pool.path().resolve("one");
        subvolumes.create(one);
        writeFiles(one, "a", 50);
    }

    @AfterEach
    void close() throws IOException {
        pool.close();
    }

    private void writeFiles(Path directory, String name, int count) throws IOException {
        byte[] content = new byte[FILE];
        for (int number = 0; number < count; number++) {
            new Random(name.hashCode() + number).nextBytes(content);
            Files.write(directory.resolve(name + number), content);
        }
        subvolumes.sync(pool.path());
    }

    private ExtentWalk.Outcome walk(Path mine, Map<Path, Integer> others, int most) {
        Map<Long, Integer> holders = new HashMap<>();
        others.forEach((path, number) -> holders.put(subvolumes.id(path), number));
        Set<Long> ids = Set.of(subvolumes.id(mine));
        try (ExtentWalk walk =
                new ExtentWalk(
                        libc,
                        pool.path(),
                        LivingSubvolumes.list(libc, pool.path()),
                        ids,
                        ids,
                        holders,
                        most)) {
            while (walk.advance()) {
                assertThat(walk.percent()).isBetween(0, 100);
            }
            return walk.outcome();
        }
    }

    @Test
    void what_does_not_fit_into_memory_is_read_in_several_rounds() throws IOException {
        Path other = pool.path().resolve("other");
        subvolumes.snapshot(one, other, false);
        writeFiles(one, "b", 30);
        Files.delete(one.resolve("a0"));
        subvolumes.sync(pool.path());

        ExtentWalk.Outcome outcome = walk(one, Map.of(other, 1), ENOUGH);

        assertThat(outcome.shared()).isEqualTo(49 * FILE);
        assertThat(outcome.exclusive()).isBetween(30L * FILE, 30L * FILE + (1 << 20));
        assertThat(outcome.held()).containsExactlyEntriesOf(Map.of(1, 50L * FILE));
        assertThat(walk(one, Map.of(other, 1), 7)).isEqualTo(outcome);
    }

    @Test
    void what_a_copy_took_over_from_a_copy_that_did_not_change_is_known_without_reading_it()
            throws IOException {
        Path frozen = pool.path().resolve("frozen");
        Path live = pool.path().resolve("live");
        subvolumes.snapshot(one, frozen, true);
        subvolumes.snapshot(frozen, live, false);
        Files.delete(live.resolve("a0"));
        writeFiles(live, "b", 5);
        Map<Path, Integer> others = Map.of(frozen, 1, live, 2);

        assertThat(walk(one, others, ENOUGH).held())
                .containsOnly(Map.entry(1, 50L * FILE), Map.entry(2, 49L * FILE));
        Path stranger = pool.path().resolve("stranger");
        subvolumes.create(stranger);
        writeFiles(stranger, "c", 5);
        assertThat(walk(stranger, Map.of(one, 3, frozen, 1, live, 2), ENOUGH).held()).isEmpty();
    }

    @Test
    void what_a_copy_still_has_of_a_source_that_is_gone_is_its_own() throws IOException {
        Path copy = pool.path().resolve("copy");
        subvolumes.snapshot(one, copy, false);
        subvolumes.delete(one);
        subvolumes.sync(pool.path());

        ExtentWalk.Outcome outcome = walk(copy, Map.of(), ENOUGH);

        assertThat(outcome.exclusive()).isBetween(50L * FILE, 50L * FILE + (1 << 20));
        assertThat(outcome.shared()).isZero();
    }

    @Test
    void one_that_is_deleted_meanwhile_is_none() {
        Path other = pool.path().resolve("other");
        subvolumes.snapshot(one, other, false);
        long id = subvolumes.id(other);
        Map<Long, LivingSubvolumes.Living> before = LivingSubvolumes.list(libc, pool.path());
        subvolumes.delete(other);
        subvolumes.sync(pool.path());
        assertThat(subvolumes.awaitReclaimed(pool.path(), Duration.ofSeconds(30))).isTrue();
        Set<Long> mine = Set.of(subvolumes.id(one));

        try (ExtentWalk walk =
                new ExtentWalk(libc, pool.path(), before, mine, mine, Map.of(id, 1), ENOUGH)) {
            while (walk.advance()) {
                assertThat(walk.outcome().held()).isEmpty();
            }
            assertThat(walk.outcome().exclusive()).isGreaterThanOrEqualTo(50L * FILE);
        }
    }
}
