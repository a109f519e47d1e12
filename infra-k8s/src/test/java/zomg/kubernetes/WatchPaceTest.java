package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.kubernetes.ToldPods.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zomg.linux.cgroup.BoxTermination;

/** What follows a watch that ends in its time, too early, or not at all. */
class WatchPaceTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration AT_ONCE = Duration.ZERO;

    private final ToldPods server = new ToldPods();
    private Watched<Pod> watched;

    private void follow(Duration list, Duration watch, Duration margin) {
        watched = new Watched<>("pods", server, new Watched.Pace(list, watch, margin), () -> {});
    }

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void one_that_ended_in_its_time_is_gone_on_from_without_a_list() throws InterruptedException {
        follow(LONG, AT_ONCE, LONG);
        Watcher<Pod> first = server.next().watcher();
        first.eventReceived(Watcher.Action.ADDED, pod("b", 7));
        watched.put(pod("c", 9));

        first.onClose(new WatcherException("over"));

        ToldPods.Opened second = server.next();
        assertThat(second.from()).isEqualTo("7");
        second.watcher().eventReceived(Watcher.Action.BOOKMARK, pod("", 30));
        second.watcher().onClose(new WatcherException("over"));
        assertThat(server.next().from()).isEqualTo("30");
        assertThat(server.lists).hasValue(1);
        assertThat(server.closed).hasValue(2);
    }

    @Test
    void one_that_ends_early_is_followed_by_a_list() throws InterruptedException {
        follow(LONG, LONG, LONG);
        Watcher<Pod> first = server.next().watcher();
        first.eventReceived(Watcher.Action.ADDED, pod("b", 7));
        server.version = 40;

        first.onClose(new WatcherException("connection reset"));

        assertThat(server.next().from()).isEqualTo("40");
        assertThat(server.lists).hasValue(2);
    }

    @Test
    void one_that_does_not_end_is_given_up_and_the_server_asked() throws InterruptedException {
        follow(LONG, AT_ONCE, Duration.ofMillis(300));
        server.next();
        server.away = true;

        assertThat(BoxTermination.await(() -> watched.lost().isPresent(), ToldPods.PATIENCE))
                .isTrue();

        assertThat(server.closed).hasPositiveValue();
    }

    @Test
    void now_and_then_a_list_follows_in_any_case() throws InterruptedException {
        follow(AT_ONCE, AT_ONCE, LONG);
        Watcher<Pod> first = server.next().watcher();
        server.version = 40;

        first.onClose();

        assertThat(server.next().from()).isEqualTo("40");
        assertThat(server.lists).hasValue(2);
    }
}
