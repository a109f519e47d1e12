package zomg.usecase.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.BoxFixtures.ref;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.fixture.Crowd;

final class BoxTurnsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** Additions without any lock of their own: whoever overlaps loses some. */
    @Test
    void changes_of_one_box_never_overlap() throws InterruptedException {
        BoxTurns turns = new BoxTurns(LONG);
        int[] sum = {0};

        Crowd.Outcome<Integer> outcome =
                Crowd.of(
                        50,
                        _ ->
                                turns.take(
                                        ref("web"),
                                        () -> {
                                            for (int step = 0; step < 1_000; step++) {
                                                sum[0]++;
                                            }
                                            return sum[0];
                                        }));

        assertThat(outcome.failures()).isEmpty();
        assertThat(sum[0]).isEqualTo(50_000);
    }

    /** Each waits in its turn until all are in theirs. */
    @Test
    void different_boxes_change_side_by_side() throws InterruptedException {
        BoxTurns turns = new BoxTurns(LONG);
        CountDownLatch all = new CountDownLatch(10);

        Crowd.Outcome<Boolean> outcome =
                Crowd.of(10, number -> turns.take(ref("web-" + number), () -> meet(all)));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.values()).containsOnly(true);
    }

    @Test
    void who_waits_too_long_is_told_that_the_box_is_busy() throws InterruptedException {
        BoxTurns turns = new BoxTurns(Duration.ofMillis(20));
        CountDownLatch refused = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);

        Crowd.Outcome<Boolean> outcome =
                Crowd.of(
                        2,
                        number -> {
                            if (number == 0) {
                                return turns.take(
                                        ref("web"),
                                        () -> {
                                            inside.countDown();
                                            return await(refused);
                                        });
                            }
                            await(inside);
                            assertRefused(
                                    ErrorCode.BOX_BUSY, () -> turns.take(ref("web"), () -> true));
                            refused.countDown();
                            return true;
                        });

        assertThat(outcome.failures()).isEmpty();
        assertThat(turns.take(ref("web"), () -> "free")).isEqualTo("free");
    }

    @Test
    void a_change_that_fails_ends_its_turn() throws InterruptedException {
        BoxTurns turns = new BoxTurns(Duration.ofMillis(200));

        assertThatThrownBy(
                        () ->
                                turns.take(
                                        ref("web"),
                                        () -> {
                                            throw new IllegalStateException("broken");
                                        }))
                .hasMessage("broken");

        assertThat(Crowd.of(1, _ -> turns.take(ref("web"), () -> true)).values())
                .containsExactly(true);
    }

    @Test
    void who_is_interrupted_while_waiting_stays_interrupted() {
        BoxTurns turns = new BoxTurns(LONG);
        Thread.currentThread().interrupt();

        assertRefused(ErrorCode.ENGINE_UNAVAILABLE, () -> turns.take(ref("web"), () -> true));

        assertThat(Thread.interrupted()).isTrue();
    }

    private static boolean meet(CountDownLatch all) {
        all.countDown();
        return await(all);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
