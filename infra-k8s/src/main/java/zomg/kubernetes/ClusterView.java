package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.Uid;

/**
 * What of this instance is in the cluster, as far as we know. It is looked at in the namespaces of
 * our projects only: in others we need no rights.
 */
public final class ClusterView implements AutoCloseable {

    private static final Duration KNOWN_PATIENCE = Duration.ofSeconds(10);

    /** What there is in one namespace. */
    private record Inside(
            Watched<Deployment> deployments,
            Watched<Pod> pods,
            Watched<Service> services,
            Watched<Ingress> ingresses) {

        Stream<Watched<?>> all() {
            return Stream.of(deployments, pods, services, ingresses);
        }

        void close() {
            all().forEach(Watched::close);
        }
    }

    private final KubernetesClient client;
    private final String instance;
    private final Watched.Pace pace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Map<String, Inside> insides = new ConcurrentHashMap<>();
    private final Watched<Namespace> namespaces;
    private long changes;

    public ClusterView(Cluster cluster, KubernetesConfig config) {
        this(cluster, config, Watched.Pace.USUAL);
    }

    ClusterView(Cluster cluster, KubernetesConfig config, Watched.Pace pace) {
        this.client = cluster.client();
        this.instance = config.instance();
        this.pace = pace;
        this.namespaces = watched("namespaces", ours(client.namespaces()));
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>, R>
            FilterWatchListDeletable<T, L, R> ours(FilterWatchListDeletable<T, L, R> all) {
        return all.withLabels(Map.of(Labels.MANAGED_BY, Labels.ZOMG, Labels.INSTANCE, instance));
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>, R> Watched<T> watched(
            String name, FilterWatchListDeletable<T, L, R> objects) {
        return new Watched<>(
                name,
                new Watched.Source<>() {
                    @Override
                    public KubernetesResourceList<T> list() {
                        return objects.list();
                    }

                    @Override
                    public Watch watch(ListOptions from, Watcher<T> watcher) {
                        return objects.watch(from, watcher);
                    }
                },
                pace,
                this::changed);
    }

    private void changed() {
        follow();
        lock.lock();
        try {
            changes++;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The first change can come before the constructor is through. */
    private void follow() {
        Watched<Namespace> all = namespaces;
        if (all == null || !all.isKnown()) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (Namespace namespace : all.all()) {
            if (namespace.getMetadata().getDeletionTimestamp() != null) {
                continue;
            }
            String name = namespace.getMetadata().getName();
            names.add(name);
            insides.computeIfAbsent(name, this::inside);
        }
        for (Map.Entry<String, Inside> inside : insides.entrySet()) {
            if (!names.contains(inside.getKey())
                    && insides.remove(inside.getKey(), inside.getValue())) {
                inside.getValue().close();
            }
        }
    }

    private Inside inside(String namespace) {
        return new Inside(
                watched(
                        "deployments " + namespace,
                        ours(client.apps().deployments().inNamespace(namespace))),
                watched("pods " + namespace, ours(client.pods().inNamespace(namespace))),
                watched("services " + namespace, ours(client.services().inNamespace(namespace))),
                watched(
                        "ingresses " + namespace,
                        ours(client.network().v1().ingresses().inNamespace(namespace))));
    }

    /**
     * Waits a little until everything was listed once.
     *
     * @throws Refusal ENGINE_UNAVAILABLE if that does not happen
     */
    void requireKnown() {
        if (!isKnown() && !await(this::isKnown, KNOWN_PATIENCE)) {
            throw lost().map(ClusterFailures::refusal).orElseGet(ClusterView::silent);
        }
    }

    private static Refusal silent() {
        return new Refusal(
                ErrorCode.ENGINE_UNAVAILABLE,
                "the cluster's API server does not answer; try again later");
    }

    boolean isKnown() {
        follow();
        return namespaces.isKnown()
                && insides.values().stream().flatMap(Inside::all).allMatch(Watched::isKnown);
    }

    /**
     * Nothing is begun while the API server is away. One that answers with a no is waited for a
     * little: rights in a namespace that somebody just made take a moment.
     *
     * @throws Refusal ENGINE_UNAVAILABLE
     */
    public void requireCurrent() {
        requireKnown();
        if (lost().filter(failure -> failure.getCode() > 0).isPresent()) {
            await(() -> lost().isEmpty(), KNOWN_PATIENCE);
        }
        lost().map(ClusterFailures::refusal)
                .ifPresent(
                        refusal -> {
                            throw refusal;
                        });
    }

    /** Why we do not hear of changes, if we do not. */
    Optional<KubernetesClientException> lost() {
        return Stream.concat(Stream.of(namespaces), insides.values().stream().flatMap(Inside::all))
                .flatMap(one -> one.lost().stream())
                .findFirst();
    }

    /** Looks again after each change, and now and then. */
    boolean await(BooleanSupplier condition, Duration patience) {
        return await(condition, patience, Duration.ofMillis(200));
    }

    /**
     * Looks again after each change.
     *
     * @param pause and after so long also without one
     */
    boolean await(BooleanSupplier condition, Duration patience, Duration pause) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long before = changes();
            if (condition.getAsBoolean()) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || !awaitChange(before, Math.min(left, pause.toNanos()))) {
                return false;
            }
        }
    }

    private long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    /** False if somebody wants us to end. */
    private boolean awaitChange(long before, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (changes == before && left > 0) {
                left = change.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    Optional<Namespace> namespace(String name) {
        return namespaces.all().stream()
                .filter(one -> one.getMetadata().getName().equals(name))
                .findFirst();
    }

    List<Namespace> namespacesOf(Uid project) {
        return namespaces.all().stream()
                .filter(one -> Labels.project(one).filter(project::equals).isPresent())
                .toList();
    }

    List<Namespace> allNamespaces() {
        return namespaces.all();
    }

    Optional<Deployment> deployment(Uid box) {
        return of(box, Inside::deployments).findFirst();
    }

    Optional<Service> service(Uid box) {
        return of(box, Inside::services).findFirst();
    }

    Optional<Service> service(String namespace, String name) {
        return Optional.ofNullable(insides.get(namespace)).stream()
                .flatMap(inside -> inside.services().all().stream())
                .filter(one -> one.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** Also those that are about to go. */
    List<Pod> pods(Uid box) {
        return of(box, Inside::pods).toList();
    }

    private <T extends HasMetadata> Stream<T> of(Uid box, Function<Inside, Watched<T>> kind) {
        return insides.values().stream()
                .flatMap(inside -> kind.apply(inside).all().stream())
                .filter(one -> !Labels.isRoute(one))
                .filter(one -> Labels.box(one).filter(box::equals).isPresent());
    }

    /** Every box of which there is anything. */
    Set<Uid> boxes() {
        Set<Uid> boxes = new HashSet<>();
        insides.values().stream()
                .flatMap(Inside::all)
                .flatMap(kind -> kind.all().stream())
                .filter(one -> !Labels.isRoute(one))
                .forEach(one -> Labels.box(one).ifPresent(boxes::add));
        return boxes;
    }

    private Stream<HasMetadata> routes() {
        return insides.values().stream()
                .flatMap(inside -> Stream.of(inside.services(), inside.ingresses()))
                .flatMap(kind -> kind.all().stream())
                .map(HasMetadata.class::cast)
                .filter(Labels::isRoute);
    }

    /** What there is of this kind and name on the way to a box. */
    Optional<HasMetadata> routeObject(HasMetadata wanted) {
        return routes().filter(one -> one.getKind().equals(wanted.getKind()))
                .filter(
                        one ->
                                one.getMetadata()
                                        .getNamespace()
                                        .equals(wanted.getMetadata().getNamespace()))
                .filter(one -> one.getMetadata().getName().equals(wanted.getMetadata().getName()))
                .findFirst();
    }

    List<Ingress> ingresses(Uid box) {
        return insides.values().stream()
                .flatMap(inside -> inside.ingresses().all().stream())
                .filter(one -> Labels.box(one).filter(box::equals).isPresent())
                .toList();
    }

    Optional<Service> routeService(Uid box) {
        return insides.values().stream()
                .flatMap(inside -> inside.services().all().stream())
                .filter(Labels::isRoute)
                .filter(one -> Labels.box(one).filter(box::equals).isPresent())
                .findFirst();
    }

    /** Every box to which there is a way, or a part of one. */
    Set<Uid> routed() {
        return routes().flatMap(one -> Labels.box(one).stream()).collect(Collectors.toSet());
    }

    void put(Ingress ingress) {
        insideOf(ingress).ifPresent(inside -> inside.ingresses().put(ingress));
    }

    void drop(Ingress ingress) {
        insideOf(ingress).ifPresent(inside -> inside.ingresses().drop(ingress));
    }

    void put(Namespace namespace) {
        namespaces.put(namespace);
    }

    void put(Deployment deployment) {
        insideOf(deployment).ifPresent(inside -> inside.deployments().put(deployment));
    }

    void put(Service service) {
        insideOf(service).ifPresent(inside -> inside.services().put(service));
    }

    void drop(Deployment deployment) {
        insideOf(deployment).ifPresent(inside -> inside.deployments().drop(deployment));
    }

    void drop(Service service) {
        insideOf(service).ifPresent(inside -> inside.services().drop(service));
    }

    void drop(Pod pod) {
        insideOf(pod).ifPresent(inside -> inside.pods().drop(pod));
    }

    private Optional<Inside> insideOf(HasMetadata object) {
        return Optional.ofNullable(insides.get(object.getMetadata().getNamespace()));
    }

    @Override
    public void close() {
        namespaces.close();
        insides.values().forEach(Inside::close);
    }
}
