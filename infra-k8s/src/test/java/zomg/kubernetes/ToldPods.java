package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Pods as an API server tells of them, by a test's word. */
final class ToldPods implements Watched.Source<Pod> {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A watch that somebody opened. */
    record Opened(String from, Watcher<Pod> watcher) {}

    volatile List<Pod> listed = List.of(pod("a", 1));
    volatile long version = 1;
    volatile boolean away;
    final AtomicInteger lists = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final LinkedBlockingQueue<Opened> opened = new LinkedBlockingQueue<>();

    static Pod pod(String name, long version) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid("uid-of-" + name)
                .withResourceVersion(Long.toString(version))
                .endMetadata()
                .build();
    }

    /** The next watch; null if none is opened. */
    Opened next() throws InterruptedException {
        return opened.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public KubernetesResourceList<Pod> list() {
        lists.incrementAndGet();
        if (away) {
            throw new KubernetesClientException("away");
        }
        return new PodListBuilder()
                .withItems(listed)
                .withNewMetadata()
                .withResourceVersion(Long.toString(version))
                .endMetadata()
                .build();
    }

    @Override
    public Watch watch(ListOptions from, Watcher<Pod> watcher) {
        opened.add(new Opened(from.getResourceVersion(), watcher));
        return closed::incrementAndGet;
    }
}
