package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.pool.SystemVolumes.SystemVolume;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.runner.BoxStart;

/** Makes, changes and removes the objects of boxes; what is not ours is never touched. */
final class BoxObjects {

    private static final String FIELD_MANAGER = "zomg";
    private static final String SCALE_MANAGER = "zomg-scale";
    private static final String LIMITS_MANAGER = "zomg-limits";

    private static final Set<String> MANAGERS =
            Set.of(FIELD_MANAGER, SCALE_MANAGER, LIMITS_MANAGER);

    private static final Duration RIGHTS_PAUSE = Duration.ofMillis(200);

    /** Until a watch tells of what was just done. */
    private static final Duration SEEN_PATIENCE = Duration.ofSeconds(5);

    private final KubernetesConfig config;
    private final KubernetesClient client;
    private final ClusterView view;

    BoxObjects(KubernetesConfig config, Cluster cluster, ClusterView view) {
        this.config = config;
        this.client = cluster.client();
        this.view = view;
    }

    /**
     * Makes all that a box that runs needs.
     *
     * @throws Refusal START_FAILED if something that is not ours is in the way
     */
    void apply(Box box, Project project, List<SystemVolume> volumes, Duration patience) {
        switch (plan(box, project)) {
            case BoxPlan.Refuse(String what) -> throw foreign(what);
            case BoxPlan.Wait() -> throw leaving(box);
            case BoxPlan.Apply(List<BoxPlan.Step> steps) ->
                    steps.forEach(step -> apply(step, box, project, volumes, patience));
        }
    }

    private static Refusal foreign(String what) {
        return BoxStart.refusal("the cluster has a %s that is not zomg's".formatted(what));
    }

    /** Of a project that was deleted a moment ago, and made again. */
    void awaitNamespace(Box box, Duration patience) {
        String name = namespace(box);
        boolean gone =
                view.await(
                        () ->
                                view.namespace(name).filter(one -> !isLeaving(one)).isPresent()
                                        || view.namespace(name).isEmpty(),
                        patience);
        if (!gone) {
            throw leaving(box);
        }
    }

    private static boolean isLeaving(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    private Refusal leaving(Box box) {
        return new Refusal(
                ErrorCode.ENGINE_UNAVAILABLE,
                "namespace %s of an earlier project is not gone yet; try again later"
                        .formatted(namespace(box)));
    }

    private BoxPlan plan(Box box, Project project) {
        String namespace = namespace(box);
        Observed observed =
                observed(
                        view.namespace(namespace),
                        () -> client.namespaces().withName(namespace).get());
        if (observed instanceof Observed.Absent) {
            return BoxPlan.decide(observed, new Observed.Absent(), new Observed.Absent());
        }
        return BoxPlan.decide(
                isLeftOfAnother(namespace, project) ? new Observed.Absent() : observed,
                service(box, namespace),
                observed(view.deployment(box.uid()), () -> deployment(box)));
    }

    /** It is to go with a project of this name that is gone, unless it is made into this one's. */
    private boolean isLeftOfAnother(String namespace, Project project) {
        return view.namespace(namespace)
                .filter(known -> !isLeaving(known))
                .flatMap(Labels::project)
                .filter(uid -> !uid.equals(project.uid()))
                .isPresent();
    }

    private Deployment deployment(Box box) {
        return client.apps()
                .deployments()
                .inNamespace(namespace(box))
                .withName(BoxDeployment.name(box))
                .get();
    }

    /** One that is left of an earlier box of this name is made into this one's. */
    private Observed service(Box box, String namespace) {
        String name = BoxService.name(box);
        Observed observed =
                observed(
                        view.service(namespace, name),
                        () -> client.services().inNamespace(namespace).withName(name).get());
        boolean anothers =
                view.service(namespace, name)
                        .flatMap(Labels::box)
                        .filter(uid -> !uid.equals(box.uid()))
                        .isPresent();
        return anothers ? new Observed.Absent() : observed;
    }

    /** What we do not know of is not there, or somebody else's. */
    private <T extends HasMetadata> Observed observed(Optional<T> known, Supplier<T> ask) {
        return Observed.of(
                config.instance(),
                known.isPresent() ? known.get() : ClusterFailures.translating(ask));
    }

    private void apply(
            BoxPlan.Step step,
            Box box,
            Project project,
            List<SystemVolume> volumes,
            Duration patience) {
        switch (step) {
            case NAMESPACE -> makeNamespace(project, patience);
            case SERVICE -> view.put(applyPatiently(BoxService.desired(config, box)));
            case DEPLOYMENT ->
                    view.put(applyPatiently(BoxDeployment.desired(config, box, volumes)));
        }
    }

    /** Rights in a new namespace take a moment to count, so what comes next may be refused. */
    void makeNamespace(Project project, Duration patience) {
        view.put(apply(ProjectNamespace.desired(config, project)));
        config.account()
                .ifPresent(account -> apply(ProjectNamespace.binding(config, project, account)));
        if (!view.await(view::isKnown, patience)) {
            throw view.lost()
                    .map(ClusterFailures::refusal)
                    .orElseGet(
                            () ->
                                    new Refusal(
                                            ErrorCode.ENGINE_UNAVAILABLE,
                                            "the cluster does not show a new namespace; try again"
                                                    + " later"));
        }
    }

    /** Each of several API servers learns of rights in a new namespace in its own time. */
    private <T extends HasMetadata> T applyPatiently(T desired) {
        long deadline = System.nanoTime() + SEEN_PATIENCE.toNanos();
        while (true) {
            try {
                return applied(desired, FIELD_MANAGER);
            } catch (KubernetesClientException failure) {
                if (failure.getCode() != ClusterFailures.FORBIDDEN
                        || System.nanoTime() - deadline >= 0
                        || Thread.currentThread().isInterrupted()) {
                    throw ClusterFailures.refusal(failure);
                }
                view.await(() -> false, RIGHTS_PAUSE);
            }
        }
    }

    <T extends HasMetadata> T apply(T desired) {
        return ClusterFailures.translating(() -> applied(desired, FIELD_MANAGER));
    }

    private <T extends HasMetadata> T applied(T desired, String manager) {
        return client.resource(desired).fieldManager(manager).forceConflicts().serverSideApply();
    }

    private String namespace(Box box) {
        return config.namespaceOf(box.ref().project().value());
    }

    /** Tells the cluster that the box shall have no pod. */
    void scaleDown(Uid box) {
        view.deployment(box)
                .filter(known -> replicas(known) > 0)
                .ifPresent(
                        known ->
                                change(
                                        known,
                                        SCALE_MANAGER,
                                        part(known)
                                                .withNewSpec()
                                                .withReplicas(0)
                                                .endSpec()
                                                .build()));
    }

    static int replicas(Deployment deployment) {
        Integer replicas = deployment.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    /** Says on the deployment what its box may use now; its pod does not notice. */
    void annotate(Uid box, BoxConfig limits) {
        view.deployment(box)
                .filter(known -> !hasLimits(known, limits))
                .ifPresent(
                        known ->
                                change(
                                        known,
                                        LIMITS_MANAGER,
                                        part(known)
                                                .editMetadata()
                                                .addToAnnotations(
                                                        Annotations.LIMITS,
                                                        Annotations.limits(limits))
                                                .endMetadata()
                                                .build()));
    }

    /**
     * Makes the service of a box that has a deployment and no service.
     *
     * @throws Refusal START_FAILED if one that is not ours is in the way
     */
    void putService(Box box) {
        if (view.deployment(box.uid()).isEmpty() || view.service(box.uid()).isPresent()) {
            return;
        }
        if (service(box, namespace(box)) instanceof Observed.Foreign(String what)) {
            throw foreign(what);
        }
        view.put(apply(BoxService.desired(config, box)));
    }

    static boolean hasLimits(Deployment deployment, BoxConfig limits) {
        Map<String, String> annotations = deployment.getMetadata().getAnnotations();
        return annotations != null
                && Annotations.limits(limits).equals(annotations.get(Annotations.LIMITS));
    }

    /**
     * Whether somebody else said what it shall be; what they changed of ours they have taken over.
     */
    static boolean isEdited(Deployment deployment) {
        return deployment.getMetadata().getManagedFields().stream()
                .filter(entry -> !MANAGERS.contains(entry.getManager()))
                .map(ManagedFieldsEntry::getFieldsV1)
                .anyMatch(
                        fields ->
                                fields != null
                                        && fields.getAdditionalProperties().containsKey("f:spec"));
    }

    /** Of this very deployment, so that none is made of what we say about it. */
    private static DeploymentBuilder part(Deployment known) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(known.getMetadata().getName())
                .withNamespace(known.getMetadata().getNamespace())
                .withUid(known.getMetadata().getUid())
                .endMetadata();
    }

    /** A manager of its own for each thing that is changed alone: what it leaves out is not its. */
    private void change(Deployment known, String manager, Deployment part) {
        ifThere(() -> view.put(applied(part, manager)), () -> view.drop(known));
    }

    /** For pods without processes: the cluster need not wait for the node to say so. */
    void forget(Pod pod) {
        ifThere(
                () ->
                        client.pods()
                                .inNamespace(pod.getMetadata().getNamespace())
                                .withName(pod.getMetadata().getName())
                                .withGracePeriod(0)
                                .delete(),
                () -> {});
        view.drop(pod);
    }

    /** Removes what there is of a box. */
    void remove(Uid box) {
        view.deployment(box)
                .ifPresent(
                        known -> {
                            ifThere(
                                    () ->
                                            client.resource(known)
                                                    .withPropagationPolicy(
                                                            DeletionPropagation.BACKGROUND)
                                                    .delete(),
                                    () -> {});
                            view.drop(known);
                        });
        view.service(box)
                .ifPresent(
                        known -> {
                            delete(known);
                            view.drop(known);
                        });
    }

    /** Removes one of ours; one that is gone is removed. */
    void delete(HasMetadata known) {
        ifThere(() -> client.resource(known).delete(), () -> {});
    }

    /** Removes the namespaces of a project, with whatever is in them. */
    void removeNamespaces(Uid project) {
        for (Namespace namespace : view.namespacesOf(project)) {
            delete(namespace);
        }
        view.await(
                () -> view.namespacesOf(project).stream().allMatch(BoxObjects::isLeaving),
                SEEN_PATIENCE);
    }

    /** One that was made anew under its name is another one: a conflict of uids. */
    private static void ifThere(Runnable call, Runnable otherwise) {
        try {
            call.run();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != ClusterFailures.NOT_FOUND
                    && failure.getCode() != ClusterFailures.CONFLICT) {
                throw ClusterFailures.refusal(failure);
            }
            otherwise.run();
        }
    }
}
