package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.BoxRoutes;
import zomg.model.id.Uid;
import zomg.model.network.Hosting;
import zomg.port.HostRoutes;

/**
 * Hosts of boxes as ingresses. Whether another's ingress has a host is not known: that would take
 * the right to read everybody's.
 */
public final class IngressRoutes implements HostRoutes {

    private final KubernetesConfig config;
    private final IngressSettings settings;
    private final KubernetesClient client;
    private final ClusterView view;
    private final BoxObjects objects;

    public IngressRoutes(
            KubernetesConfig config, IngressSettings settings, Cluster cluster, ClusterView view) {
        this.config = config;
        this.settings = settings;
        this.client = cluster.client();
        this.view = view;
        this.objects = new BoxObjects(config, cluster, view);
    }

    @Override
    public Hosting hosting() {
        return settings.isSecure()
                ? Hosting.At.https()
                : new Hosting.At("http", OptionalInt.empty());
    }

    /** What leads to it first: an ingress without its service answers everybody with an error. */
    @Override
    public void apply(BoxRoutes routes) {
        view.requireCurrent();
        String namespace = config.namespaceOf(routes.ref().project().value());
        if (view.namespace(namespace).isEmpty()) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "namespace %s is not there; start a box of the project, then try again"
                            .formatted(namespace));
        }
        Service service = BoxIngress.service(config, routes);
        List<Ingress> wanted = BoxIngress.desired(config, settings, routes);
        refuseForeign(service);
        wanted.forEach(this::refuseForeign);
        if (!isAsWanted(service)) {
            view.put(objects.apply(service));
        }
        wanted.stream()
                .filter(one -> !isAsWanted(one))
                .forEach(one -> view.put(objects.apply(one)));
        Set<String> names = names(wanted);
        view.ingresses(routes.box()).stream()
                .filter(one -> !names.contains(one.getMetadata().getName()))
                .forEach(this::remove);
    }

    private static Set<String> names(List<Ingress> ingresses) {
        return ingresses.stream()
                .map(one -> one.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    /** What is known is ours; anything else of this name is somebody else's. */
    private void refuseForeign(HasMetadata wanted) {
        if (view.routeObject(wanted).isEmpty()
                && Observed.of(
                                config.instance(),
                                ClusterFailures.translating(() -> client.resource(wanted).get()))
                        instanceof Observed.Foreign(String what)) {
            throw new Refusal(
                    ErrorCode.HOST_IN_USE,
                    "the cluster has a %s that is not zomg's".formatted(what));
        }
    }

    @Override
    public void remove(Uid box) {
        view.requireCurrent();
        view.ingresses(box).forEach(this::remove);
        view.routeService(box)
                .ifPresent(
                        known -> {
                            objects.delete(known);
                            view.drop(known);
                        });
    }

    private void remove(Ingress ingress) {
        objects.delete(ingress);
        view.drop(ingress);
    }

    @Override
    public boolean areApplied(BoxRoutes routes) {
        view.requireKnown();
        List<Ingress> wanted = BoxIngress.desired(config, settings, routes);
        return isAsWanted(BoxIngress.service(config, routes))
                && wanted.stream().allMatch(this::isAsWanted)
                && names(view.ingresses(routes.box())).equals(names(wanted));
    }

    private boolean isAsWanted(Service wanted) {
        return view.routeObject(wanted)
                .map(Service.class::cast)
                .filter(known -> hasLabels(known, wanted))
                .filter(known -> ports(known).equals(ports(wanted)))
                .filter(
                        known ->
                                wanted.getSpec()
                                        .getSelector()
                                        .equals(known.getSpec().getSelector()))
                .isPresent();
    }

    private static List<Integer> ports(Service service) {
        return service.getSpec().getPorts().stream().map(ServicePort::getPort).toList();
    }

    private boolean isAsWanted(Ingress wanted) {
        return view.routeObject(wanted)
                .map(Ingress.class::cast)
                .filter(known -> hasLabels(known, wanted))
                .filter(known -> issuer(known).equals(issuer(wanted)))
                .filter(known -> known.getSpec().getRules().equals(wanted.getSpec().getRules()))
                .filter(known -> known.getSpec().getTls().equals(wanted.getSpec().getTls()))
                .filter(
                        known ->
                                settings.className().isEmpty()
                                        || settings.className()
                                                .get()
                                                .equals(known.getSpec().getIngressClassName()))
                .isPresent();
    }

    /** Controllers add labels and annotations of their own. */
    private static boolean hasLabels(HasMetadata known, HasMetadata wanted) {
        Map<String, String> labels = new HashMap<>(known.getMetadata().getLabels());
        labels.keySet().retainAll(wanted.getMetadata().getLabels().keySet());
        return labels.equals(wanted.getMetadata().getLabels());
    }

    private static String issuer(Ingress ingress) {
        Map<String, String> annotations = ingress.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(BoxIngress.ISSUER, "");
    }

    @Override
    public Set<Uid> list() {
        view.requireKnown();
        return view.routed();
    }
}
