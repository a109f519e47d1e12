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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * All objects of one kind that we have in one place, as the API server tells them: a list, then a
 * watch, which the server ends after five minutes; then the same again. So whatever a watch may
 * miss is known after five minutes at most, and one that is too old for the server (410) is like
 * any other that ended.
 */
final class Watched<T extends HasMetadata> implements AutoCloseable {

    private static final Duration RELIST = Duration.ofMinutes(5);
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(2);

    /** Of what is removed, so many are remembered: more cannot be in one list that is late. */
    private static final int MOST_DROPPED = 10_000;

    /** Where they are. */
    interface Source<T extends HasMetadata> {

        KubernetesResourceList<T> list();

        Watch watch(ListOptions from, Watcher<T> watcher);
    }

    private static final System.Logger LOG = System.getLogger(Watched.class.getName());

    private final String name;
    private final Source<T> source;
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
    Watched(String name, Source<T> source, Runnable changed) {
        this.name = name;
        this.source = source;
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

    private void watch(String version) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        ListOptions from =
                new ListOptionsBuilder()
                        .withResourceVersion(version)
                        .withTimeoutSeconds(RELIST.toSeconds())
                        .build();
        try (Watch _ = source.watch(from, new Events(end))) {
            end.get(RELIST.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException ended) {
            // Whatever the reason, a list follows.
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    private final class Events implements Watcher<T> {

        private final CompletableFuture<Void> end;

        Events(CompletableFuture<Void> end) {
            this.end = end;
        }

        @Override
        public void eventReceived(Action action, T object) {
            switch (action) {
                case ADDED, MODIFIED -> put(object);
                case DELETED -> drop(object);
                case BOOKMARK -> {}
                case ERROR -> end.complete(null);
            }
        }

        @Override
        public void onClose() {
            end.complete(null);
        }

        @Override
        public void onClose(WatcherException cause) {
            end.complete(null);
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
