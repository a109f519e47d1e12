package zomg.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PatienceTest {

    @Test
    void a_step_that_takes_too_long_ends_its_call() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try (Patience patience = new Patience(Duration.ofMillis(100));
                Patience.Watch watch = patience.watch(ended::countDown)) {
            watch.begin();

            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.isOver()).isTrue();
        }
    }

    @Test
    void the_time_between_steps_does_not_count() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try (Patience patience = new Patience(Duration.ofMillis(50));
                Patience.Watch watch = patience.watch(ended::countDown)) {
            watch.begin();
            watch.end();

            assertThat(ended.await(300, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(watch.isOver()).isFalse();
        }
    }
}
