package zomg.kubernetes;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.mount.MountTable;
import zomg.linux.process.HostProcess;

/**
 * The control groups that kubelet makes for pods, found by the pod's uid. It names them in one of
 * two ways, by its setting {@code cgroupDriver}, and sorts them by how much is promised to a pod.
 */
final class PodGroups {

    private static final String FILES = "kubepods";
    private static final List<String> CLASSES = List.of("", "burstable", "besteffort");

    private final Cgroups cgroups;

    /**
     * @param root below which the node's control groups are mounted for us
     */
    PodGroups(MountTable mounts, Path root) {
        this(Cgroups.of(mounts.below(root), ""));
    }

    PodGroups(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    Cgroups cgroups() {
        return cgroups;
    }

    /** The name of a pod's group; empty if it has none on this node. */
    Optional<String> find(String pod) {
        return names(pod).filter(name -> Files.isDirectory(directory(name))).findFirst();
    }

    /** What it can be called. */
    static Stream<String> names(String pod) {
        return CLASSES.stream()
                .flatMap(promise -> Stream.of(plain(promise, pod), slice(promise, pod)));
    }

    /** Of the driver {@code cgroupfs}. */
    private static String plain(String promise, String pod) {
        return Stream.of(FILES, promise, "pod" + pod)
                .filter(part -> !part.isEmpty())
                .reduce((above, part) -> above + "/" + part)
                .orElseThrow();
    }

    /** Of the driver {@code systemd}: a slice has the names of those above it in its own. */
    private static String slice(String promise, String pod) {
        String above = promise.isEmpty() ? FILES : FILES + "-" + promise;
        String own = "%s-pod%s.slice".formatted(above, pod.replace('-', '_'));
        return promise.isEmpty()
                ? "%s.slice/%s".formatted(FILES, own)
                : "%s.slice/%s.slice/%s".formatted(FILES, above, own);
    }

    /**
     * The box in a pod: the group of its container, which is the one whose first process is the
     * box's own program.
     */
    record Found(String container, HostProcess first) {}

    /**
     * @param program the arguments of a box's first process
     */
    Optional<Found> box(String group, List<String> program) {
        return containers(group)
                .flatMap(
                        container ->
                                oldest(container)
                                        .filter(first -> first.arguments().equals(program))
                                        .map(first -> new Found(container, first))
                                        .stream())
                .findFirst();
    }

    /** The pod's sandbox has one of these too. */
    Stream<String> containers(String group) {
        String[] names =
                directory(group)
                        .toFile()
                        .list((above, name) -> new File(above, name).isDirectory());
        return names == null ? Stream.empty() : Stream.of(names).map(name -> group + "/" + name);
    }

    private Optional<HostProcess> oldest(String container) {
        return cgroups.processes(container).stream()
                .flatMap(pid -> HostProcess.find(pid).stream())
                .min(
                        Comparator.comparingLong(HostProcess::startTime)
                                .thenComparingInt(HostProcess::pid));
    }

    private Path directory(String name) {
        return cgroups.directories(name).getFirst();
    }
}
