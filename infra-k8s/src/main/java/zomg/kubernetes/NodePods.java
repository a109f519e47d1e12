package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import zomg.linux.cgroup.CgroupBoxFreezer;
import zomg.linux.process.ProcessIdentity;
import zomg.model.id.Uid;

/**
 * The pods of boxes, and what runs in them on this node. Whether a box runs is asked of the kernel:
 * it knows at once, and also while the API server is away.
 */
final class NodePods implements CgroupBoxFreezer.Groups {

    /**
     * A box that runs.
     *
     * @param seen when we saw that first, by {@link System#nanoTime()}
     */
    record Running(Pod pod, String group, String container, ProcessIdentity first, long seen) {}

    private final ClusterView view;
    private final PodGroups groups;
    private final List<String> program;
    private final Map<Uid, Running> known = new ConcurrentHashMap<>();

    /**
     * @param program the arguments of a box's first process
     */
    NodePods(ClusterView view, PodGroups groups, List<String> program) {
        this.view = view;
        this.groups = groups;
        this.program = List.copyOf(program);
    }

    /** The pod that the box has, or is about to have. */
    Optional<Pod> current(Uid box) {
        return view.pods(box).stream()
                .filter(pod -> !isLeaving(pod))
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
    }

    static boolean isLeaving(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** Also one that was told to end and has not yet. */
    Optional<Running> running(Uid box) {
        Running last = known.get(box);
        if (last != null && last.first().isAlive()) {
            return Optional.of(last);
        }
        Optional<Running> found =
                view.pods(box).stream().flatMap(pod -> find(pod).stream()).findFirst();
        found.ifPresentOrElse(now -> known.put(box, now), () -> known.remove(box));
        return found;
    }

    private Optional<Running> find(Pod pod) {
        return groups.find(pod.getMetadata().getUid())
                .flatMap(
                        group ->
                                groups.box(group, program)
                                        .map(
                                                box ->
                                                        new Running(
                                                                pod,
                                                                group,
                                                                box.container(),
                                                                ProcessIdentity.of(box.first()),
                                                                System.nanoTime())));
    }

    /** The groups of all pods of a box that are on this node. */
    List<String> groups(Uid box) {
        return view.pods(box).stream()
                .flatMap(pod -> groups.find(pod.getMetadata().getUid()).stream())
                .toList();
    }

    @Override
    public Optional<String> of(Uid box) {
        return running(box).map(Running::group);
    }

    @Override
    public Set<Uid> boxes() {
        return view.boxes().stream()
                .filter(box -> running(box).isPresent())
                .collect(Collectors.toSet());
    }
}
