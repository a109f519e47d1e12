package zomg.it.harness;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import zomg.it.Instance;
import zomg.it.TestCluster;

/** What boxes leave on a cluster, and in the pool that they have there. */
final class ClusterTraces extends Traces {

    /** Some versions of kubelet say what they did in batches. */
    private static final Duration SETTLED = Duration.ofSeconds(45);

    private final Instance instance;
    private final TestCluster cluster;

    ClusterTraces(Instance instance, TestCluster cluster) {
        super(SETTLED);
        this.instance = instance;
        this.cluster = cluster;
    }

    @Override
    void look(Expected expected, Findings findings) throws IOException {
        Set<String> running = expected.running();
        Path attach = instance.pool().resolve("attach");
        new PoolTraces(instance).look(expected, mountsBelow(attach), findings);
        findings.compare("folder in attach", running, PoolTraces.names(attach));
        for (String kind : new String[] {"deployments", "services", "pods"}) {
            findings.compare(kind, running, boxesOf(kind));
        }
    }

    /** Of volumes, in what is compared as a whole. */
    private static Set<String> mountsBelow(Path directory) throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo"))
                .lines()
                .map(line -> line.split(" ", -1)[4])
                .filter(point -> point.startsWith(directory + "/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> boxesOf(String kind) {
        return cluster
                .objects(kind, "app.kubernetes.io/component=box,zomg/instance=" + instance.mark())
                .orElseThrow()
                .stream()
                .map(object -> object.getJsonObject("metadata").getJsonObject("labels"))
                .map(labels -> labels.getString("zomg/uid"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    String runOf(String box) {
        return cluster.objects("pods", "zomg/uid=" + box).stream()
                .flatMap(List::stream)
                .map(ClusterTraces::containers)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** Kubelet makes another one of each when it starts a pod's program again. */
    private static String containers(JsonObject pod) {
        JsonObject status = pod.getJsonObject("status");
        return status.containsKey("containerStatuses")
                ? status.getJsonArray("containerStatuses").getValuesAs(JsonObject.class).stream()
                        .map(one -> one.getString("containerID", ""))
                        .collect(Collectors.joining(" "))
                : "";
    }
}
