package zomg.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.kubernetes.ToldPods.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zomg.linux.cgroup.BoxTermination;

class WatchedTest {

    private final ToldPods server = new ToldPods();
    private final Watched<Pod> watched =
            new Watched<>("pods", server, Watched.Pace.USUAL, () -> {});

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void what_is_listed_and_what_is_told_is_known() throws InterruptedException {
        Watcher<Pod> watcher = watcher();

        watcher.eventReceived(Watcher.Action.ADDED, pod("b", 2));
        watcher.eventReceived(Watcher.Action.DELETED, pod("a", 3));

        assertThat(names()).containsExactly("b");
    }

    @Test
    void a_watch_that_is_too_old_is_followed_by_a_list() throws InterruptedException {
        Watcher<Pod> first = watcher();
        server.listed = List.of(pod("c", 9));
        server.version = 9;

        first.onClose(
                new WatcherException("too old", new KubernetesClientException("Gone", 410, null)));

        watcher();
        assertThat(names()).containsExactly("c");
    }

    @Test
    void a_server_that_is_away_is_asked_again_and_meanwhile_the_last_is_known()
            throws InterruptedException {
        Watcher<Pod> first = watcher();
        server.away = true;
        first.onClose(new WatcherException("connection reset"));

        assertSoon(() -> watched.lost().isPresent());
        assertThat(names()).containsExactly("a");

        server.away = false;
        watcher();
        assertThat(watched.lost()).isEmpty();
    }

    @Test
    void what_was_removed_does_not_come_back_with_late_news() throws InterruptedException {
        Watcher<Pod> watcher = watcher();
        watched.drop(pod("a", 2));

        watcher.eventReceived(Watcher.Action.MODIFIED, pod("a", 2));

        assertThat(names()).isEmpty();
    }

    @Test
    void an_older_state_does_not_replace_a_newer_one() throws InterruptedException {
        Watcher<Pod> watcher = watcher();
        watched.put(pod("a", 7));

        watcher.eventReceived(Watcher.Action.MODIFIED, pod("a", 5));

        assertThat(watched.all())
                .extracting(pod -> pod.getMetadata().getResourceVersion())
                .containsExactly("7");
    }

    @Test
    void what_was_made_after_a_list_is_not_missed_in_it() throws InterruptedException {
        Watcher<Pod> first = watcher();
        watched.put(pod("late", 12));
        server.version = 10;

        first.onClose();

        watcher();
        assertThat(names()).containsExactlyInAnyOrder("a", "late");
    }

    private Watcher<Pod> watcher() throws InterruptedException {
        return server.next().watcher();
    }

    private List<String> names() {
        return watched.all().stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    private static void assertSoon(BooleanSupplier condition) {
        assertThat(BoxTermination.await(condition, ToldPods.PATIENCE)).isTrue();
    }
}
