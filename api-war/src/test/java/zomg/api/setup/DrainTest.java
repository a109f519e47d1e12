package zomg.api.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
    void what_does_not_end_is_not_waited_for_for_ever() throws InterruptedException {
        drain.enter();
        drain.begin();

        assertThat(drain.await(Duration.ofMillis(20))).isFalse();
    }
}
