package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.process.ProcessIdentity;
import zomg.model.id.Uid;
import zomg.port.BoxStarts;
import zomg.runner.BoxStart;
import zomg.runner.RunnerFailed;
import zomg.runner.RunnerStatus;

/** Waits for the first processes of boxes, and knows what is waited for. */
public final class PodStarts implements BoxStarts {

    /** The API server tells of a start by up to a second later than the kernel. */
    static final Duration LOOK = Duration.ofMillis(5);

    /** Who starts sooner is not asked after. */
    private static final Duration GLANCE = Duration.ofSeconds(5);

    private final KubernetesConfig config;
    private final KubernetesClient client;
    private final ClusterView view;
    private final NodePods pods;
    private final LongAdder waited = new LongAdder();

    private final Map<Uid, Supplier<String>> waiting = new ConcurrentHashMap<>();

    PodStarts(KubernetesConfig config, Cluster cluster, ClusterView view, NodePods pods) {
        this.config = config;
        this.client = cluster.client();
        this.view = view;
        this.pods = pods;
    }

    /**
     * Until the runner has become the box's first process.
     *
     * @throws Refusal START_FAILED, ENGINE_UNAVAILABLE
     */
    ProcessIdentity await(Uid box) {
        long begin = System.nanoTime();
        waiting.put(box, () -> step(box, Optional.empty()));
        try {
            boolean over = awaitEnd(box, begin + config.startPatience().toNanos());
            Optional<NodePods.Running> running = pods.running(box);
            if (running.isPresent()) {
                return running.get().first();
            }
            throw refusal(box, over);
        } finally {
            waiting.remove(box);
            waited.add(System.nanoTime() - begin);
        }
    }

    /** Does what has to be done before the box can have a pod. */
    void before(Uid box, String step, Runnable work) {
        waiting.put(box, () -> step);
        try {
            work.run();
        } finally {
            waiting.remove(box);
        }
    }

    private boolean awaitEnd(Uid box, long deadline) {
        while (true) {
            long left = deadline - System.nanoTime();
            Duration glance = Duration.ofNanos(Math.min(left, GLANCE.toNanos()));
            if (view.await(() -> isOver(box), glance, LOOK)) {
                return true;
            }
            if (left <= GLANCE.toNanos() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            Optional<Event> newest = pods.current(box).flatMap(this::newest);
            waiting.put(box, () -> step(box, newest));
        }
    }

    private boolean isOver(Uid box) {
        return pods.running(box).isPresent()
                || view.deployment(box).isEmpty()
                || life(box)
                        .filter(
                                life ->
                                        life instanceof PodLife.Ended
                                                || life instanceof PodLife.Stuck)
                        .isPresent();
    }

    private Optional<PodLife> life(Uid box) {
        return pods.current(box).map(PodLife::of);
    }

    /** What a pod does not say of itself; nothing is missing without it. */
    private Optional<Event> newest(Pod pod) {
        if (view.lost().isPresent()) {
            return Optional.empty();
        }
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withField("involvedObject.uid", pod.getMetadata().getUid())
                    .list()
                    .getItems()
                    .stream()
                    .max(Comparator.comparingLong(Watched::version));
        } catch (KubernetesClientException unanswered) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> waitFor(Uid box) {
        return Optional.ofNullable(waiting.get(box)).map(Supplier::get);
    }

    private String step(Uid box, Optional<Event> newest) {
        return StartStep.of(view.deployment(box), pods.current(box), newest);
    }

    private Refusal refusal(Uid box, boolean over) {
        if (view.deployment(box).isEmpty()) {
            return late("somebody deleted its deployment", over);
        }
        return switch (life(box).orElseGet(PodLife.Comes::new)) {
            case PodLife.Ended(String said) -> ended(said);
            case PodLife.Stuck(String why) ->
                    new Refusal(
                            ErrorCode.ENGINE_UNAVAILABLE, "the cluster cannot run the box: " + why);
            case PodLife.Scheduling _, PodLife.Comes _ ->
                    late(waitFor(box).orElseGet(() -> step(box, Optional.empty())), over);
            case PodLife.Runs() -> late("its container runs, but not on this node", over);
        };
    }

    private Refusal late(String what, boolean over) {
        return new Refusal(
                ErrorCode.ENGINE_UNAVAILABLE,
                over
                        ? "the cluster did not run the box: %s; try again".formatted(what)
                        : "the cluster did not run the box within %d seconds: %s"
                                .formatted(config.startPatience().toSeconds(), what));
    }

    private static Refusal ended(String said) {
        try {
            if (RunnerStatus.parse(said) instanceof RunnerStatus.Failed failed) {
                return BoxStart.refusal(failed);
            }
        } catch (RunnerFailed other) {
            return BoxStart.refusal(said);
        }
        return BoxStart.refusal(said);
    }

    /** How long starts have waited for the cluster, in nanoseconds. */
    long waited() {
        return waited.sum();
    }
}
