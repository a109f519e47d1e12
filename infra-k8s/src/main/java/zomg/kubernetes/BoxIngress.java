package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import zomg.model.box.BoxRoutes;
import zomg.model.id.Uid;
import zomg.model.network.Host;

/**
 * What makes hosts lead to a box. cert-manager takes hold of each certificate of an ingress that
 * names an issuer, so hosts under the wildcard are in one of their own.
 */
final class BoxIngress {

    static final String ISSUER = "cert-manager.io/cluster-issuer";

    private static final String ISSUED_SUFFIX = "-issued";
    private static final String SECRET_SUFFIX = "-tls";

    private BoxIngress() {}

    /** By uid: the box's name is the headless service's, and may be too long for more. */
    static String name(Uid box) {
        return "box-" + box;
    }

    /** What ingresses lead to; unlike the box's own it has a port. */
    static Service service(KubernetesConfig config, BoxRoutes routes) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name(routes.box()))
                .withNamespace(namespace(config, routes))
                .withLabels(Labels.of(config.instance(), routes))
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .withSelector(Map.of(Labels.UID, routes.box().value()))
                .addNewPort()
                .withName("http")
                .withProtocol("TCP")
                .withPort(routes.port().number())
                .withTargetPort(new IntOrString(routes.port().number()))
                .endPort()
                .endSpec()
                .build();
    }

    static List<Ingress> desired(
            KubernetesConfig config, IngressSettings settings, BoxRoutes routes) {
        List<Host> covered = routes.hosts().stream().filter(settings::isCovered).toList();
        List<Host> others =
                routes.hosts().stream().filter(host -> !settings.isCovered(host)).toList();
        return Stream.of(
                        ingress(
                                config,
                                settings,
                                routes,
                                covered,
                                name(routes.box()),
                                settings.wildcard(),
                                Optional.empty()),
                        ingress(
                                config,
                                settings,
                                routes,
                                others,
                                name(routes.box()) + ISSUED_SUFFIX,
                                settings.issuer().map(_ -> name(routes.box()) + SECRET_SUFFIX),
                                settings.issuer()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Ingress> ingress(
            KubernetesConfig config,
            IngressSettings settings,
            BoxRoutes routes,
            List<Host> hosts,
            String name,
            Optional<String> secret,
            Optional<String> issuer) {
        if (hosts.isEmpty()) {
            return Optional.empty();
        }
        IngressBuilder ingress =
                new IngressBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace(config, routes))
                        .withLabels(Labels.of(config.instance(), routes))
                        .endMetadata()
                        .withNewSpec()
                        .withIngressClassName(settings.className().orElse(null))
                        .withRules(hosts.stream().map(host -> rule(routes, host)).toList())
                        .endSpec();
        secret.ifPresent(
                certificate ->
                        ingress.editSpec()
                                .addNewTl()
                                .withHosts(hosts.stream().map(Host::value).toList())
                                .withSecretName(certificate)
                                .endTl()
                                .endSpec());
        issuer.ifPresent(by -> ingress.editMetadata().addToAnnotations(ISSUER, by).endMetadata());
        return Optional.of(ingress.build());
    }

    private static IngressRule rule(BoxRoutes routes, Host host) {
        return new IngressRuleBuilder()
                .withHost(host.value())
                .withNewHttp()
                .addNewPath()
                .withPath("/")
                .withPathType("Prefix")
                .withNewBackend()
                .withNewService()
                .withName(name(routes.box()))
                .withNewPort()
                .withNumber(routes.port().number())
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .build();
    }

    private static String namespace(KubernetesConfig config, BoxRoutes routes) {
        return config.namespaceOf(routes.ref().project().value());
    }
}
