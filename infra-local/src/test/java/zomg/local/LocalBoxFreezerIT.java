package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import zomg.fixture.BoxFixtures;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.cgroup.CgroupBoxFreezer;
import zomg.model.box.Box;
import zomg.model.box.Isolation;
import zomg.model.id.Uid;
import zomg.port.BoxFreezer;
import zomg.usecase.box.OneInstant;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LocalBoxFreezerIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration A_WHILE = Duration.ofMillis(100);
    private static final int COPIES = 12;
    private static final int FREEZES = 400;

    /** Always writes one number to A, which is the root, and then to B, which is nested in it. */
    private static final String WRITER =
            """
            setsid perl -e '
            while (1) {
                $n++;
                for $place ("/srv/a", "/srv/b") {
                    open FILE, ">$place/new";
                    print FILE $n;
                    close FILE;
                    rename "$place/new", "$place/n";
                }
            }' >/dev/null 2>&1 </dev/null &
            until test -s /srv/b/n; do sleep 0.01; done
            """;

    private static final String COMING_AND_GOING =
            """
            for loop in 1 2 3 4; do
                setsid sh -c 'while :; do sleep 0.01; done' >/dev/null 2>&1 </dev/null &
            done
            """;

    private LocalMachine machine;
    private CgroupBoxFreezer freezer;
    private Box box;
    private Path root;

    @BeforeAll
    void open() throws IOException {
        machine = LocalMachine.open();
        box = machine.started(Isolation.HARDENED);
        root = machine.pool.root(box.uid());
        machine.inside(box).says("mkdir -p /srv/a");
        machine.subvolumes.create(root.resolve("srv/b"));
        machine.inside(box).says(WRITER);
    }

    @BeforeEach
    void openFreezer() {
        freezer = new CgroupBoxFreezer(machine.cgroups);
    }

    @AfterEach
    void closeFreezer() {
        freezer.close();
        assertThat(runs()).isTrue();
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Test
    void a_frozen_box_does_nothing_and_goes_on_where_it_was() {
        Uid purpose = BoxFixtures.uid();

        assertThat(freezer.freeze(purpose, Set.of(box.uid()), LONG)).isTrue();
        assertThat(runs()).isFalse();
        assertThat(freezer.thaw(purpose)).isTrue();

        assertThat(runs()).isTrue();
        assertThat(freezer.thaw(purpose)).isFalse();
    }

    @Test
    void it_runs_again_by_itself_if_it_took_too_long() {
        Uid purpose = BoxFixtures.uid();

        assertThat(freezer.freeze(purpose, Set.of(box.uid()), Duration.ofSeconds(1))).isTrue();
        LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());

        assertThat(runs()).isTrue();
        assertThat(freezer.thaw(purpose)).isFalse();
    }

    @Test
    void one_whose_processes_come_and_go_stands_still_each_time() {
        Box busy = machine.started(Isolation.HARDENED);
        machine.inside(busy).says(COMING_AND_GOING);

        for (int round = 0; round < FREEZES; round++) {
            Uid purpose = BoxFixtures.uid();
            assertThat(freezer.freeze(purpose, Set.of(busy.uid()), Duration.ofSeconds(2)))
                    .as("freeze %d", round)
                    .isTrue();
            freezer.thaw(purpose);
        }
    }

    @Test
    void it_stands_still_until_nobody_wants_it_to() {
        Uid one = BoxFixtures.uid();
        Uid other = BoxFixtures.uid();
        freezer.freeze(one, Set.of(box.uid()), LONG);
        freezer.freeze(other, Set.of(box.uid()), LONG);

        freezer.thaw(one);
        assertThat(runs()).isFalse();
        freezer.release(box.uid());
        assertThat(runs()).isFalse();
        freezer.thaw(other);

        assertThat(runs()).isTrue();
    }

    @Test
    void what_a_killed_server_left_is_found_and_released() {
        machine.cgroups.freeze(box.uid().value(), true);

        assertThat(freezer.forgotten()).containsExactly(box.uid());
        freezer.release(box.uid());

        assertThat(freezer.forgotten()).isEmpty();
        assertThat(runs()).isTrue();
    }

    @Test
    void a_box_that_is_wanted_frozen_is_not_forgotten() {
        Uid purpose = BoxFixtures.uid();
        freezer.freeze(purpose, Set.of(box.uid()), LONG);

        assertThat(freezer.forgotten()).isEmpty();

        freezer.thaw(purpose);
    }

    @Test
    void a_box_that_does_not_run_stands_still() {
        Uid purpose = BoxFixtures.uid();

        assertThat(freezer.freeze(purpose, Set.of(BoxFixtures.uid()), LONG)).isTrue();

        assertThat(freezer.thaw(purpose)).isTrue();
    }

    @Test
    void copies_that_are_made_meanwhile_are_of_one_moment() {
        for (int copy = 0; copy < COPIES; copy++) {
            assertThat(ahead(freezer)).isBetween(0L, 1L);
        }
    }

    /** The test above could see it. */
    @Test
    void copies_of_a_box_that_runs_on_are_not() {
        boolean torn = false;
        for (int copy = 0; copy < COPIES && !torn; copy++) {
            long ahead = ahead(new Nobody());
            torn = ahead < 0 || ahead > 1;
        }

        assertThat(torn).isTrue();
    }

    /** By how much A is ahead of B in a copy that is made now. */
    private long ahead(BoxFreezer by) {
        Path copy = machine.pool.roots().resolve(BoxFixtures.uid().value());
        Subvolumes subvolumes = machine.subvolumes;
        new OneInstant(by, InstantSource.system())
                .copy(
                        BoxFixtures.uid(),
                        Set.of(box.uid()),
                        new OneInstant.Copying() {
                            @Override
                            public boolean takesSteps() {
                                return true;
                            }

                            @Override
                            public void flush() {
                                copy();
                                discard();
                            }

                            @Override
                            public void copy() {
                                subvolumes.snapshotWithNested(root, copy, Optional.empty());
                            }

                            @Override
                            public void discard() {
                                subvolumes.delete(copy);
                            }
                        });
        try {
            return number(copy.resolve("srv/a/n")) - number(copy.resolve("srv/b/n"));
        } finally {
            subvolumes.delete(copy);
        }
    }

    private boolean runs() {
        long before = number(root.resolve("srv/a/n"));
        LockSupport.parkNanos(A_WHILE.toNanos());
        return number(root.resolve("srv/a/n")) > before;
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Lets everybody run on. */
    private record Nobody() implements BoxFreezer {

        @Override
        public boolean freeze(Uid purpose, Set<Uid> boxes, Duration longest) {
            return true;
        }

        @Override
        public boolean thaw(Uid purpose) {
            return true;
        }

        @Override
        public Set<Uid> forgotten() {
            return Set.of();
        }

        @Override
        public void release(Uid box) {}
    }
}
