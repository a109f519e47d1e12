package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.port.MachinePart;

/** The cluster that boxes run on, and the way of data volumes to them. */
public final class ClusterPart implements MachinePart {

    private static final int OLDEST_MINOR = 20;

    /** Something that zomg does in all of the cluster; the rest is in its projects' namespaces. */
    private record Right(String group, String kind, String verb) {

        @Override
        public String toString() {
            return verb + " " + kind;
        }
    }

    private static final List<Right> OF_NAMESPACES =
            Stream.of("get", "list", "watch", "create", "patch", "delete")
                    .map(verb -> new Right("", "namespaces", verb))
                    .toList();

    /** Of a server that gives itself its rights in namespaces. */
    private static final List<Right> OF_BINDINGS =
            Stream.of("create", "patch")
                    .map(verb -> new Right("rbac.authorization.k8s.io", "rolebindings", verb))
                    .toList();

    private final List<Right> needed;
    private final KubernetesClient client;
    private final ClusterView view;
    private final AttachedVolumes attached;

    public ClusterPart(Cluster cluster, ClusterView view, KubernetesBoxEngine engine) {
        this.needed =
                engine.config().account().isPresent()
                        ? Stream.of(OF_NAMESPACES, OF_BINDINGS).flatMap(List::stream).toList()
                        : OF_NAMESPACES;
        this.client = cluster.client();
        this.view = view;
        this.attached = engine.attached();
    }

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public void prepare() {
        requireVersion();
        requireRights();
        view.requireCurrent();
        attached.share();
    }

    private void requireVersion() {
        String minor = ask(() -> client.getKubernetesVersion().getMinor());
        // Some providers write 27+ there.
        String digits = minor.replaceAll("[^0-9]", "");
        if (digits.isEmpty() || Integer.parseInt(digits) < OLDEST_MINOR) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "the cluster is Kubernetes 1.%s; zomg needs 1.%d or later"
                            .formatted(minor, OLDEST_MINOR));
        }
    }

    private void requireRights() {
        List<Right> missing = needed.stream().filter(right -> !has(right)).toList();
        if (!missing.isEmpty()) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "zomg's account may not %s in the cluster; apply the roles of its deployment"
                            .formatted(
                                    missing.stream()
                                            .map(Right::toString)
                                            .collect(Collectors.joining(", "))));
        }
    }

    private boolean has(Right right) {
        SelfSubjectAccessReview review =
                new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withGroup(right.group())
                        .withResource(right.kind())
                        .withVerb(right.verb())
                        .endResourceAttributes()
                        .endSpec()
                        .build();
        return ask(
                () ->
                        client.authorization()
                                .v1()
                                .selfSubjectAccessReview()
                                .create(review)
                                .getStatus()
                                .getAllowed());
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() <= 0) {
                throw new Refusal(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        "the cluster's API server at %s does not answer: start it, or name another"
                                .formatted(client.getMasterUrl()),
                        failure);
            }
            throw ClusterFailures.refusal(failure);
        }
    }

    @Override
    public Optional<String> fault() {
        if (view.lost().isPresent()) {
            return Optional.of("the cluster's API server does not answer");
        }
        return attached.isShared()
                ? Optional.empty()
                : Optional.of("data volumes cannot come to boxes that run: the pool is not shared");
    }

    /** Namespaces stay: they are the projects'. */
    @Override
    public void release() {}
}
