package zomg.api.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;

class DrainTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Drain drain = new Drain();

    @Test
    void nothing_new_begins_once_it_has_begun() {
        assertThat(drain.begin()).isTrue();

        assertThat(assertRefused(ErrorCode.NOT_READY, drain::enter))
                .hasMessage("the server is shutting down");
        assertThat(drain.begin()).isFalse();
    }

    @Test
    void what_is_under_way_is_waited_for()
            throws InterruptedException, ExecutionException, TimeoutException {
        drain.enter();
        drain.enter();
        drain.leave();
        drain.begin();
        CompletableFuture<Boolean> drained =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return drain.await(SOON);
                            } catch (InterruptedException interrupted) {
                                throw new IllegalStateException(interrupted);
                            }
                        });

        drain.leave();

        assertThat(drained.get(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void work_that_goes_on_after_its_request_is_waited_for_too() throws InterruptedException {
        List<Runnable> work = new ArrayList<>();
        drain.enter();
        drain.counting(work::add).execute(() -> {});
        drain.leave();
        drain.begin();

        assertThat(drain.await(Duration.ofMillis(20))).isFalse();

        work.getFirst().run();
        assertThat(drain.await(SOON)).isTrue();
    }

    @Test
    void work_that_begins_for_a_request_of_before_is_done() throws InterruptedException {
        drain.enter();
        drain.begin();

        drain.counting(Runnable::run).execute(drain::leave);

        assertThat(drain.await(SOON)).isTrue();
    }

    @Test
    void work_that_fails_or_is_refused_is_not_waited_for() throws InterruptedException {
        Executor failing = drain.counting(Runnable::run);
        Executor full =
                drain.counting(
                        _ -> {
                            throw new RejectedExecutionException("full");
                        });
        Runnable broken =
                () -> {
                    throw new IllegalStateException("broken");
                };

        assertThatThrownBy(() -> failing.execute(broken)).hasMessage("broken");
        assertThatThrownBy(() -> full.execute(() -> {})).hasMessage("full");

        drain.begin();
        assertThat(drain.await(SOON)).isTrue();
    }

    @Test
    void what_does_not_end_is_not_waited_for_for_ever() throws InterruptedException {
        drain.enter();
        drain.begin();

        assertThat(drain.await(Duration.ofMillis(20))).isFalse();
    }
}
