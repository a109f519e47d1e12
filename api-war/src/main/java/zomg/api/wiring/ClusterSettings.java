package zomg.api.wiring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The Kubernetes engine's, but for what it shares with the local one.
 *
 * @param kubeconfig empty for the account of the server's own pod
 * @param namespace where the server itself lives
 * @param account the service account there that gets its rights in the namespaces of projects
 * @param node that has the pool, by its label {@code kubernetes.io/hostname}
 * @param image of the container of each box
 * @param poolOnNode empty if it is where the server has it
 * @param cgroups where the node's control groups are
 * @param ingressClass empty for the cluster's default
 * @param wildcardSecret in the namespace of each project, with a certificate for all names of boxes
 * @param issuer of cert-manager, which makes the other certificates
 * @param startPatience how long a box may take to run
 */
record ClusterSettings(
        Optional<Path> kubeconfig,
        String namespace,
        Optional<String> account,
        String node,
        String image,
        Optional<Path> poolOnNode,
        Path cgroups,
        Optional<String> ingressClass,
        Optional<String> wildcardSecret,
        Optional<String> issuer,
        Duration startPatience) {

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String IMAGE = "[a-zA-Z0-9][a-zA-Z0-9._:/@-]{0,254}";

    static ClusterSettings read(SettingsReader reader) {
        return new ClusterSettings(
                reader.optional(Setting.KUBECONFIG, SettingsReader::path),
                reader.read(Setting.NAMESPACE, ClusterSettings::label),
                reader.optional(Setting.SERVICE_ACCOUNT, ClusterSettings::label),
                reader.required(Setting.NODE, SettingsReader::domain).orElse(""),
                reader.optional(Setting.RUNNER_IMAGE, ClusterSettings::image)
                        .orElseGet(() -> "docker.io/zomg/runner:" + Version.read()),
                reader.optional(Setting.NODE_POOL, SettingsReader::path),
                reader.read(Setting.CGROUP_ROOT, SettingsReader::path),
                reader.optional(Setting.INGRESS_CLASS, SettingsReader::domain),
                reader.optional(Setting.WILDCARD_SECRET, SettingsReader::domain),
                reader.optional(Setting.CLUSTER_ISSUER, SettingsReader::domain),
                reader.read(Setting.START_PATIENCE, SettingsReader::duration));
    }

    private static String label(String text) {
        if (!text.matches(LABEL)) {
            throw new IllegalArgumentException("%s is not a name in a cluster".formatted(text));
        }
        return text;
    }

    private static String image(String text) {
        if (!text.matches(IMAGE)) {
            throw new IllegalArgumentException("%s is not the name of an image".formatted(text));
        }
        return text;
    }
}
