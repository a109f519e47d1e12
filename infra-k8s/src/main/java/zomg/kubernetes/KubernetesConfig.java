package zomg.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import zomg.linux.pool.PoolDirectories;
import zomg.model.box.BoxVariables;

/**
 * What the Kubernetes engine is set up with.
 *
 * @param instance 4 characters that tell this server's objects from another's
 * @param namespace where zomg itself lives
 * @param account the service account there that gets its rights in the projects' namespaces by a
 *     role binding; empty for a server outside of the cluster, whose rights are somebody else's
 *     matter
 * @param node the label {@code kubernetes.io/hostname} of the node that has the pool
 * @param image of the container of each box; has zomg-runner in it
 * @param pool as the server sees it
 * @param poolOnNode as the node sees it
 * @param cgroups where the node's control groups are mounted for us
 * @param maxProcesses in one box
 * @param domain below which boxes have their hostnames
 * @param startPatience how long a box may take to run: images are fetched meanwhile
 */
public record KubernetesConfig(
        String instance,
        String namespace,
        Optional<String> account,
        String node,
        String image,
        PoolDirectories pool,
        Path poolOnNode,
        Path cgroups,
        int maxProcesses,
        String domain,
        boolean insecure,
        Duration startPatience) {

    public static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private static final String NAMESPACE_PREFIX = "zomg-";

    String namespaceOf(String project) {
        return NAMESPACE_PREFIX + project;
    }

    /** What lies at this place of the pool, as the node sees it. */
    String onNode(Path inPool) {
        return poolOnNode.resolve(pool.pool().relativize(inPool)).toString();
    }

    /** The node's address is known to the pod alone; the runner adds it there. */
    BoxVariables variables() {
        return BoxVariables.withoutAddress(domain, insecure);
    }
}
