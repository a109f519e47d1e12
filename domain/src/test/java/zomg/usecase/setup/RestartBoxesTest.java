package zomg.usecase.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.ref;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.SetClock;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.snapshot.Snapshot;
import zomg.model.snapshot.SnapshotState;
import zomg.port.Journal.Filter;

final class RestartBoxesTest {

    private static final Duration SETTLED = Duration.ofMillis(250);

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);
    private final SetClock clock = new SetClock();
    private final RestartBoxes restarts = zomg.restartBoxes(clock);
    private Box box;

    @BeforeEach
    void create() {
        box = zomg.create(ref("web"));
    }

    @Test
    void a_box_whose_first_process_ended_comes_back_a_second_later() {
        die();

        assertThat(zomg.showBox().show(box.ref()).status()).isEqualTo(BoxStatus.RESUMING);
        assertThat(restarts.idle(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofMillis(999));
        assertThat(restarts.act()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        restarts.act();

        assertThat(zomg.showBox().show(box.ref())).isRunning();
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
        assertThat(restarts.idle(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void it_waits_twice_as_long_each_time_but_never_longer_than_five_minutes() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            die();
            waits.add(waitForStart().toSeconds());
        }

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    }

    @Test
    void a_box_that_stayed_up_for_long_begins_anew() {
        die();
        waitForStart();
        die();
        waitForStart();

        clock.advance(Duration.ofMinutes(10).plusMillis(1));
        die();

        assertThat(waitForStart()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoever_stops_it_meanwhile_has_the_last_word() {
        die();
        zomg.stopBox().stop(box.ref());

        clock.advance(Duration.ofHours(1));
        restarts.act();

        assertThat(zomg.showBox().show(box.ref())).isStopped();
        assertThat(machine.engine().isRunning(box.uid())).isFalse();
    }

    @Test
    void whoever_deletes_it_meanwhile_has_the_last_word() {
        die();
        zomg.deleteBox().delete(box.ref(), false);
        Box other = zomg.create(box.ref());

        clock.advance(Duration.ofHours(1));

        assertThat(restarts.act()).isEmpty();
        assertThat(machine.engine().list()).containsExactly(other.uid());
        assertThat(machine.engine().starts(other.uid())).isEqualTo(1);
    }

    @Test
    void whoever_resumes_it_meanwhile_does_not_wait() {
        die();
        zomg.resumeBox().resume(box.ref());

        clock.advance(Duration.ofHours(1));
        restarts.act();

        assertThat(machine.engine().starts(box.uid())).isEqualTo(2);
    }

    @Test
    void a_box_that_was_stopped_stays_stopped() {
        zomg.stopBox().stop(box.ref());
        restarts.ended(Set.of(box.uid()));
        clock.advance(SETTLED);

        assertThat(restarts.act()).isEmpty();

        assertThat(zomg.showBox().show(box.ref())).isStopped();
    }

    @Test
    void one_that_somebody_has_the_turn_of_is_looked_at_again_later() {
        machine.engine().die(box.uid());
        restarts.ended(Set.of(box.uid()));
        clock.advance(SETTLED);

        zomg.turns()
                .take(
                        box.ref(),
                        () -> {
                            Thread other = Thread.ofVirtual().start(restarts::act);
                            return join(other);
                        });
        assertThat(zomg.showBox().show(box.ref())).isRunning();
        clock.advance(Duration.ofSeconds(1));
        restarts.act();

        assertThat(zomg.showBox().show(box.ref()).status()).isEqualTo(BoxStatus.RESUMING);
    }

    @Test
    void what_is_the_boxs_own_fault_is_not_tried_again() {
        die();
        machine.engine().failNextStart(new Refusal(ErrorCode.START_FAILED, "no /bin/bash"));

        waitForStart();

        assertThat(zomg.showBox().show(box.ref())).failedBecause("no /bin/bash");
        clock.advance(Duration.ofHours(1));
        assertThat(restarts.act()).isEmpty();
    }

    @Test
    void what_may_pass_is_tried_again_but_not_for_ever() {
        die();

        for (int i = 1; i < 12; i++) {
            machine.engine().failNextStart(new IllegalStateException("no memory"));
            waitForStart();
            assertThat(zomg.showBox().show(box.ref()).status()).isEqualTo(BoxStatus.RESUMING);
        }
        machine.engine().failNextStart(new IllegalStateException("no memory"));
        waitForStart();

        assertThat(zomg.showBox().show(box.ref()))
                .failedBecause("the box did not start again; see the server's log");
    }

    @Test
    void a_box_that_has_no_room_comes_back_when_there_is_some_however_late() {
        die();
        for (int i = 0; i < 50; i++) {
            machine.engine()
                    .failNextStart(new Refusal(ErrorCode.INSUFFICIENT_STORAGE, "the pool is full"));
            clock.advance(Duration.ofSeconds(20));
            restarts.act();
            assertThat(zomg.showBox().show(box.ref()).status()).isEqualTo(BoxStatus.RESUMING);
        }

        clock.advance(Duration.ofSeconds(20));
        restarts.act();

        assertThat(zomg.showBox().show(box.ref())).isRunning();
    }

    @Test
    void a_box_that_waits_is_nothing_to_reconcile() {
        machine.engine().die(box.uid());
        zomg.restartBoxes().ended(Set.of(box.uid()));

        assertThat(zomg.reconcile().repair()).isEmpty();
        assertThat(machine.engine().starts(box.uid())).isEqualTo(1);
    }

    @Test
    void the_journal_tells_why_it_came_back() {
        die();
        waitForStart();

        assertThat(machine.history().before(Long.MAX_VALUE, Filter.NONE, 1))
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.change().kind()).isEqualTo("box.restarted");
                            assertThat(entry.cause().reason()).isEqualTo("first process ended");
                        });
    }

    /** The first process ends, which is noticed. */
    @Test
    void a_box_that_has_a_part_of_what_a_snapshot_keeps_waits_for_the_rest() {
        Snapshot snapshot = zomg.snapshot(box.ref());
        machine.snapshots().replace(snapshot.withState(SnapshotState.RESTORING));
        die();

        waitForStart();
        assertThat(machine.engine().isRunning(box.uid())).isFalse();
        machine.snapshots().replace(snapshot);
        waitForStart();

        assertThat(zomg.showBox().show(box.ref())).isRunning();
    }

    private void die() {
        machine.engine().die(box.uid());
        restarts.ended(Set.of(box.uid()));
        clock.advance(SETTLED);
        restarts.act();
    }

    private Duration waitForStart() {
        Duration idle = restarts.idle(Duration.ofDays(1));
        clock.advance(idle);
        restarts.act();
        return idle;
    }

    private static boolean join(Thread other) {
        try {
            return other.join(Duration.ofSeconds(10));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
