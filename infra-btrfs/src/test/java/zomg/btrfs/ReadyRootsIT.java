package zomg.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxFixtures.uid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.fixture.BoxFixtures;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Spaces;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.testing.LoopPool;
import zomg.model.id.Uid;
import zomg.model.space.Storage;

class ReadyRootsIT {

    private static final int READY = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path state;

    private final Subvolumes subvolumes = new Subvolumes(new Libc());
    private final Quotas quotas = new Quotas(new Libc());
    private final Uid base = uid();
    private LoopPool disk;
    private PoolDirectories pool;
    private ReadyRoots ready;

    @BeforeEach
    void openPool() throws IOException {
        disk = new LoopPool(2000);
        quotas.enable(disk.path());
        pool = new PoolDirectories(disk.path());
        for (Path directory : pool.all()) {
            Files.createDirectory(directory);
        }
        makeBase(base);
        ready = opened();
    }

    @AfterEach
    void closePool() throws IOException {
        ready.close();
        disk.close();
    }

    @Test
    void of_a_base_that_is_expected_some_lie_ready_and_those_that_were_taken_come_again()
            throws IOException {
        ready.expect(base);
        awaitReady(base, READY);
        Uid root = uid();

        assertThat(ready.take(base, root)).isTrue();

        assertThat(pool.root(root).resolve("file")).hasContent("of the base");
        awaitReady(base, READY);
    }

    @Test
    void where_none_lies_ready_the_store_makes_one_and_expects_more() throws IOException {
        Uid root = uid();

        store().create(root, base);

        assertThat(pool.root(root).resolve("file")).hasContent("of the base");
        awaitReady(base, READY);
    }

    @Test
    void a_root_that_lay_ready_counts_in_the_group_of_its_box_and_is_limited_by_it()
            throws IOException {
        ready.expect(base);
        awaitReady(base, READY);
        Uid root = uid();
        store().create(root, base);
        store().limit(root, Optional.of(new Storage(1)));

        Files.write(pool.root(root).resolve("large"), new byte[8 << 20]);
        subvolumes.sync(pool.pool());

        assertThat(quotas.used(pool.pool(), QuotaGroup.of(root)).getAsLong())
                .isBetween(8L << 20, 9L << 20);
        assertThat(quotas.limit(pool.pool(), QuotaGroup.of(root))).hasValue(1L << 30);
    }

    @Test
    void a_name_that_a_power_cut_took_back_is_given_again() throws IOException {
        ready.expect(base);
        awaitReady(base, READY);
        List<Path> all = roots(base);
        Uid root = uid();
        assertThat(ready.take(base, root)).isTrue();
        Path before = all.stream().filter(Files::notExists).findFirst().orElseThrow();
        Files.writeString(pool.root(root).resolve("file"), "of the box");
        ready.close();
        Files.move(pool.root(root), before);
        Files.delete(pool.groups().resolve(root.value()));

        ready = opened();

        assertThat(pool.root(root).resolve("file")).hasContent("of the box");
        assertThat(groups().find(root)).isPresent();
        assertThat(roots(base)).doesNotContain(before);
    }

    @Test
    void what_lay_ready_lies_ready_for_the_next_server() throws IOException {
        ready.expect(base);
        awaitReady(base, READY);
        List<Path> before = roots(base);
        ready.close();

        ready = opened();
        Uid root = uid();

        assertThat(roots(base)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(ready.take(base, root)).isTrue();
    }

    @Test
    void nothing_stays_ready_of_a_base_that_is_deleted() throws IOException {
        ready.expect(base);
        awaitReady(base, READY);

        ready.drop(base);

        assertThat(pool.ready().resolve(base.value())).doesNotExist();
        assertThat(ready.take(base, uid())).isFalse();
    }

    @Test
    void nothing_stays_ready_of_a_base_that_went_while_nobody_looked() throws IOException {
        ready.expect(base);
        awaitReady(base, READY);
        ready.close();
        subvolumes.delete(pool.base(base));

        ready = opened();

        assertThat(pool.ready()).isEmptyDirectory();
    }

    @Test
    void of_many_bases_those_that_were_used_last_have_some() throws IOException {
        List<Uid> bases = Stream.generate(BoxFixtures::uid).limit(9).toList();
        for (Uid one : bases) {
            makeBase(one);
            ready.expect(one);
            awaitReady(one, READY);
        }

        assertThat(pool.ready().resolve(bases.getFirst().value())).doesNotExist();
        assertThat(roots(bases.get(1))).hasSize(READY);
    }

    @Test
    void once_the_pool_is_about_to_go_nothing_is_taken_or_made() throws IOException {
        ready.expect(base);
        awaitReady(base, READY);

        ready.leave();

        assertThat(ready.take(base, uid())).isFalse();
        ready.expect(base);
        assertThat(roots(base)).hasSize(READY);
    }

    private ReadyRoots opened() {
        ReadyRoots opened =
                new ReadyRoots(
                        pool,
                        subvolumes,
                        groups(),
                        reserve(),
                        BoxFixtures::uid,
                        state.resolve("taken-roots"),
                        READY);
        opened.open();
        return opened;
    }

    private BtrfsRootStore store() {
        return new BtrfsRootStore(pool, subvolumes, groups(), reserve(), ready);
    }

    private BoxQuotas groups() {
        return new BoxQuotas(pool, quotas);
    }

    private Reserve reserve() {
        return new Reserve(
                pool,
                new Spaces(new Libc()),
                subvolumes,
                new ReserveConfig(OptionalLong.of(0), disk.path(), 0));
    }

    private void makeBase(Uid uid) throws IOException {
        subvolumes.create(pool.base(uid));
        Files.writeString(pool.base(uid).resolve("file"), "of the base");
    }

    private List<Path> roots(Uid base) throws IOException {
        Path ofBase = pool.ready().resolve(base.value());
        if (!Files.isDirectory(ofBase)) {
            return List.of();
        }
        try (Stream<Path> roots = Files.list(ofBase)) {
            return roots.toList();
        }
    }

    private void awaitReady(Uid base, int count) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (roots(base).size() < count && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        assertThat(roots(base)).hasSize(count);
    }
}
