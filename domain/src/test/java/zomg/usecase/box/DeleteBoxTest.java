package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxAssert.assertThat;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.fixture.Crowd;
import zomg.fixture.UseCases;
import zomg.memory.InMemoryMachine;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.port.BoxEngine;
import zomg.port.Boxes;

final class DeleteBoxTest {

    private final InMemoryMachine machine = new InMemoryMachine();
    private final UseCases zomg = new UseCases(machine);

    @Test
    void a_running_box_is_refused_without_force() {
        Box box = zomg.create(ref("web"));

        Refusal refusal =
                assertRefused(
                        ErrorCode.BOX_RUNNING, () -> zomg.deleteBox().delete(ref("web"), false));

        assertThat(refusal).hasMessage("box is running");
        assertThat(machine.boxes().find(ref("web"))).contains(box);
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
    }

    @Test
    void with_force_a_running_box_is_killed_without_a_grace_and_nothing_is_left() {
        Box box = zomg.create(ref("web"));

        zomg.deleteBox().delete(ref("web"), true);

        assertThat(machine.engine().grace(box.uid())).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void a_box_that_is_busy_is_as_it_was_after_the_refusal() {
        Box box = zomg.create(ref("web"));

        assertRefused(ErrorCode.BOX_BUSY, () -> deleteWhileBusy(() -> {}));

        assertThat(machine.boxes().find(ref("web"))).contains(box);
        assertThat(machine.engine().isRunning(box.uid())).isTrue();
    }

    @Test
    void a_stop_in_progress_is_cut_short_even_if_it_began_after_the_delete() {
        Box box = zomg.create(ref("web"));

        assertRefused(
                ErrorCode.BOX_BUSY,
                () -> deleteWhileBusy(() -> machine.boxes().replace(stopping(box))));

        assertThat(machine.engine().grace(box.uid())).contains(Duration.ZERO);
        assertThat(machine.engine().isRunning(box.uid())).isFalse();
    }

    private Box stopping(Box box) {
        return box.withStatus(BoxStatus.STOPPING, machine.clock().instant());
    }

    /**
     * @param meanwhile done in the box's turn, while the delete waits for it
     */
    private void deleteWhileBusy(Runnable meanwhile) throws InterruptedException {
        BoxTurns turns = new BoxTurns(Duration.ofMillis(50));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        BoxEngine engine = machine.engine();
        DeleteBox delete =
                new DeleteBox(
                        machine.boxes(),
                        new BoxDisks(
                                machine.roots(),
                                machine.snapshots(),
                                machine.snapshotStore(),
                                zomg.boxVolumeSnapshots()),
                        engine,
                        zomg.boxVolumes(),
                        zomg.boxHosts(),
                        turns,
                        machine.clock());
        Thread busy =
                Thread.ofPlatform()
                        .start(
                                () ->
                                        turns.take(
                                                ref("web"),
                                                () -> {
                                                    begun.countDown();
                                                    meanwhile.run();
                                                    await(over);
                                                    return "";
                                                }));
        await(begun);
        try {
            delete.delete(ref("web"), true);
        } finally {
            over.countDown();
            busy.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void a_stopped_box_needs_no_force() {
        zomg.create(ref("web"));
        zomg.stopBox().stop(ref("web"));

        zomg.deleteBox().delete(ref("web"), false);

        assertNothingIsLeft();
    }

    @Test
    void deleting_a_box_that_is_not_there_is_already_done() {
        Box other = zomg.create(ref("other"));

        zomg.deleteBox().delete(ref("web"), false);
        zomg.deleteBox().delete(ref("web"), true);

        assertThat(Boxes.Query.everything().in(machine.boxes())).containsExactly(other);
    }

    @Test
    void a_delete_that_was_cut_off_is_finished_by_the_next_one() {
        zomg.create(ref("web"));
        machine.roots().failNextDelete(new IllegalStateException("busy"));
        assertThatThrownBy(() -> zomg.deleteBox().delete(ref("web"), true)).hasMessage("busy");
        assertThat(machine.boxes().find(ref("web")).orElseThrow()).hasStatus(BoxStatus.DELETING);

        zomg.deleteBox().delete(ref("web"), false);

        assertNothingIsLeft();
    }

    @Test
    void the_name_is_free_again_and_meets_nothing_old() {
        Box old = zomg.create(ref("web"));
        machine.pool().write(old.uid(), "/old", "x");
        zomg.deleteBox().delete(ref("web"), true);

        Box fresh = zomg.create(ref("web"));

        assertThat(fresh.uid()).isNotEqualTo(old.uid());
        assertThat(machine.pool().read(fresh.uid(), "/old")).isEmpty();
    }

    @Test
    void many_deletes_of_one_box_all_succeed() throws InterruptedException {
        zomg.create(ref("web"));

        Crowd.Outcome<Boolean> outcome =
                Crowd.of(
                        20,
                        _ -> {
                            zomg.deleteBox().delete(ref("web"), true);
                            return true;
                        });

        assertThat(outcome.failures()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void creates_and_deletes_of_one_name_leave_a_whole_box_or_none() throws InterruptedException {
        Crowd.of(
                40,
                number -> {
                    if (number % 2 == 0) {
                        return zomg.create(ref("web"));
                    }
                    zomg.deleteBox().delete(ref("web"), true);
                    return null;
                });

        assertThat(Boxes.Query.everything().in(machine.boxes()))
                .allSatisfy(box -> assertThat(box.status()).isEqualTo(BoxStatus.RUNNING))
                .extracting(Box::uid)
                .containsExactlyInAnyOrderElementsOf(machine.roots().list())
                .containsExactlyInAnyOrderElementsOf(machine.engine().list());
    }

    private void assertNothingIsLeft() {
        assertThat(Boxes.Query.everything().in(machine.boxes())).isEmpty();
        assertThat(machine.roots().list()).isEmpty();
        assertThat(machine.engine().list()).isEmpty();
    }
}
