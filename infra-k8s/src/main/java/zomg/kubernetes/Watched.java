package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * All objects of one kind that we have in one place, as the API server tells them: a list, then
 * watches, each of which the server ends after a while and the next one goes on from. One that does
 * not end in its time is on a connection on which nothing comes any more, and nobody is told; one
 * that ends early may be too old for the server (410), or the server is going away. After either a
 * list follows, and after some watches in any case: so whatever they miss is known then.
 */
final class Watched<T extends HasMetadata> implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(2);

    /** Of what is removed, so many are remembered: more cannot be in one list that is late. */
    private static final int MOST_DROPPED = 10_000;

    /**
     * @param list from one to the next
     * @param watch in whole seconds
     * @param margin how much later the end of a watch may come
     */
    record Pace(Duration list, Duration watch, Duration margin) {

        static final Pace USUAL =
                new Pace(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofSeconds(15));
    }

    /** Where they are. */
    interface Source<T extends HasMetadata> {

        KubernetesResourceList<T> list();

        Watch watch(ListOptions from, Watcher<T> watcher);
    }

    private static final System.Logger LOG = System.getLogger(Watched.class.getName());

    private final String name;
    private final Source<T> source;
    private final Pace pace;
    private final Runnable changed;
    private final Thread thread;
    private final Map<String, T> objects = new HashMap<>();
    private final Set<String> dropped =
            Collections.newSetFromMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                            return size() > MOST_DROPPED;
                        }
                    });
    private boolean known;
    private Optional<KubernetesClientException> lost = Optional.empty();
    private volatile boolean closed;

    /**
     * @param changed is called after every change; must not wait
     */
    Watched(String name, Source<T> source, Pace pace, Runnable changed) {
        this.name = name;
        this.source = source;
        this.pace = pace;
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("watch " + name).start(this::follow);
    }

    /** As they are known now. */
    synchronized List<T> all() {
        return List.copyOf(objects.values());
    }

    /** Whether all of them were listed once. */
    synchronized boolean isKnown() {
        return known;
    }

    /** Why the API server did not tell, the last time that it was asked. */
    synchronized Optional<KubernetesClientException> lost() {
        return lost;
    }

    /** What an answer of the API server says, before the watch does. */
    void put(T object) {
        if (keep(object)) {
            changed.run();
        }
    }

    /** Removed for good: what the watch still says about it is late. */
    void drop(T object) {
        synchronized (this) {
            dropped.add(uid(object));
            objects.remove(uid(object));
        }
        changed.run();
    }

    private synchronized boolean keep(T object) {
        T present = objects.get(uid(object));
        if (dropped.contains(uid(object))
                || present != null && version(present) > version(object)) {
            return false;
        }
        objects.put(uid(object), object);
        return true;
    }

    private void follow() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            try {
                watch(relist());
                pause = FIRST_PAUSE;
            } catch (RuntimeException failure) {
                lose(failure);
                pause = pause.multipliedBy(2);
            }
            if (!closed) {
                LockSupport.parkNanos(Math.min(pause.toNanos(), LAST_PAUSE.toNanos()));
            }
        }
    }

    /** Whatever it was: who does not ask again knows nothing any more. */
    private void lose(RuntimeException failure) {
        boolean first;
        synchronized (this) {
            first = lost.isEmpty();
            lost =
                    Optional.of(
                            failure instanceof KubernetesClientException said
                                    ? said
                                    : new KubernetesClientException(
                                            String.valueOf(failure.getMessage()), failure));
        }
        if (first && !closed) {
            LOG.log(System.Logger.Level.WARNING, "the cluster does not tell of " + name, failure);
        }
        changed.run();
    }

    /** What is not in the list is gone, unless it is newer than the list. */
    private String relist() {
        KubernetesResourceList<T> list = source.list();
        String version = list.getMetadata().getResourceVersion();
        synchronized (this) {
            Map<String, T> listed = new HashMap<>();
            list.getItems().forEach(object -> listed.put(uid(object), object));
            objects.values()
                    .removeIf(
                            object ->
                                    !listed.containsKey(uid(object))
                                            && version(object) <= number(version));
            listed.values().forEach(this::keep);
            known = true;
            lost = Optional.empty();
        }
        changed.run();
        return version;
    }

    /** Until it is time for a list. */
    private void watch(String listed) {
        long begin = System.nanoTime();
        Optional<String> from = Optional.of(listed);
        do {
            from = watchOnce(from.get());
        } while (from.isPresent() && !closed && System.nanoTime() - begin < pace.list().toNanos());
    }

    /**
     * @return what the next one goes on from; empty if this one did not end as it should
     */
    private Optional<String> watchOnce(String version) {
        Events events = new Events(version);
        ListOptions from =
                new ListOptionsBuilder()
                        .withResourceVersion(version)
                        .withAllowWatchBookmarks(true)
                        .withTimeoutSeconds(pace.watch().toSeconds())
                        .build();
        long begin = System.nanoTime();
        try (Watch _ = source.watch(from, events)) {
            boolean ended = events.awaitEnd(pace.watch().plus(pace.margin()));
            boolean early = System.nanoTime() - begin < pace.watch().toNanos();
            return ended && !early ? Optional.of(events.last) : Optional.empty();
        } catch (InterruptedException interrupted) {
            closed = true;
            return Optional.empty();
        }
    }

    private final class Events implements Watcher<T> {

        private final CountDownLatch end = new CountDownLatch(1);

        /** Of what was told: what an answer to somebody says may be ahead of it. */
        private volatile String last;

        Events(String from) {
            this.last = from;
        }

        boolean awaitEnd(Duration patience) throws InterruptedException {
            return end.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void eventReceived(Action action, T object) {
            switch (action) {
                case ADDED, MODIFIED -> put(object);
                case DELETED -> drop(object);
                case BOOKMARK -> {}
                case ERROR -> {
                    end.countDown();
                    return;
                }
            }
            last = object.getMetadata().getResourceVersion();
        }

        @Override
        public void onClose() {
            end.countDown();
        }

        @Override
        public void onClose(WatcherException cause) {
            end.countDown();
        }
    }

    private static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }

    static long version(HasMetadata object) {
        return number(object.getMetadata().getResourceVersion());
    }

    /** They can be compared: they are numbers of etcd's, everywhere, and since 1.35 by contract. */
    private static long number(String version) {
        try {
            return Long.parseLong(version);
        } catch (NumberFormatException unknown) {
            return 0;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
