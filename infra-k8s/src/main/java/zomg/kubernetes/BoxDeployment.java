package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.pool.SystemVolumes.SystemVolume;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;

/**
 * The Deployment of a box that runs. Nothing that a user chose for the inside of the box is in it:
 * that is in the plan on the pool, and variables may be secrets.
 */
final class BoxDeployment {

    /** The one container of a box's pod. */
    static final String CONTAINER = "box";

    static final String RUNNER = "/zomg-runner";

    private static final String NAME_PREFIX = "box-";
    private static final String HOSTNAME = "kubernetes.io/hostname";
    private static final String DIRECTORY = "Directory";
    private static final String FROM_HOST = "HostToContainer";

    /** Beyond the box's own grace, so that it is always we who end its processes. */
    private static final long GRACE_MARGIN_SECONDS = 5;

    /** What the pod has of the node: a directory of the pool at a place in the container. */
    private record Shared(String name, Path onPool, String at, boolean readOnly, boolean grows) {

        VolumeMount mount() {
            VolumeMountBuilder mount = new VolumeMountBuilder().withName(name).withMountPath(at);
            if (readOnly) {
                mount.withReadOnly(true);
            }
            if (grows) {
                mount.withMountPropagation(FROM_HOST);
            }
            return mount.build();
        }

        Volume volume(KubernetesConfig config) {
            return new VolumeBuilder()
                    .withName(name)
                    .withNewHostPath()
                    .withPath(config.onNode(onPool))
                    .withType(DIRECTORY)
                    .endHostPath()
                    .build();
        }
    }

    private BoxDeployment() {}

    static String name(Box box) {
        return NAME_PREFIX + box.uid();
    }

    /**
     * @param volumes those that every box has
     */
    static Deployment desired(KubernetesConfig config, Box box, List<SystemVolume> volumes) {
        Map<String, String> labels = Labels.of(config.instance(), box);
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name(box))
                .withNamespace(config.namespaceOf(box.ref().project().value()))
                .withLabels(labels)
                .withAnnotations(
                        Map.of(Annotations.LIMITS, Annotations.limits(box.spec().config())))
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withRevisionHistoryLimit(0)
                .withNewStrategy()
                .withType("Recreate")
                .endStrategy()
                .withNewSelector()
                .withMatchLabels(Map.of(Labels.UID, box.uid().value()))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(pod(config, box, volumes))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static PodSpec pod(KubernetesConfig config, Box box, List<SystemVolume> volumes) {
        List<Shared> shared = shared(config.pool(), box, volumes);
        return new PodSpecBuilder()
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(
                        box.spec().grace().seconds() + GRACE_MARGIN_SECONDS)
                .withAffinity(on(config.node()))
                .withDnsPolicy("ClusterFirst")
                .withNewDnsConfig()
                .addNewOption()
                .withName("ndots")
                .withValue("1")
                .endOption()
                .endDnsConfig()
                .withContainers(container(config, box, shared))
                .withVolumes(shared.stream().map(one -> one.volume(config)).toList())
                .build();
    }

    private static Container container(KubernetesConfig config, Box box, List<Shared> shared) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(config.image())
                .withImagePullPolicy("IfNotPresent")
                .withCommand(RUNNER, "pod")
                .addNewEnv()
                .withName("ZOMG_NODE_IP")
                .withNewValueFrom()
                .withNewFieldRef()
                .withApiVersion("v1")
                .withFieldPath("status.hostIP")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .withNewSecurityContext()
                .withPrivileged(true)
                .endSecurityContext()
                .withResources(resources(box.spec().config()))
                .withVolumeMounts(shared.stream().map(Shared::mount).toList())
                .build();
    }

    private static List<Shared> shared(PoolDirectories pool, Box box, List<SystemVolume> volumes) {
        return Stream.concat(
                        Stream.of(
                                new Shared("root", pool.root(box.uid()), "/volumes", false, false),
                                new Shared("etc", pool.etc(box.uid()), BoxPlace.ETC, true, false),
                                new Shared(
                                        "tmp", pool.scratch(box.uid()), BoxPlace.TMP, false, false),
                                new Shared(
                                        "data",
                                        pool.attach(box.uid()),
                                        BoxPlace.DATA,
                                        false,
                                        true)),
                        volumes.stream()
                                .map(
                                        one ->
                                                new Shared(
                                                        BoxPlace.nameOf(one),
                                                        one.disk(),
                                                        BoxPlace.of(one),
                                                        false,
                                                        false)))
                .toList();
    }

    private static Affinity on(String node) {
        return new AffinityBuilder()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addNewMatchExpression()
                .withKey(HOSTNAME)
                .withOperator("In")
                .withValues(node)
                .endMatchExpression()
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build();
    }

    /** Memory as request and limit; processors are a share, never a cap. */
    private static ResourceRequirements resources(BoxConfig config) {
        ResourceRequirementsBuilder resources = new ResourceRequirementsBuilder();
        config.memory()
                .map(memory -> new Quantity(memory.mebibytes() + "Mi"))
                .ifPresent(
                        quantity ->
                                resources
                                        .addToRequests("memory", quantity)
                                        .addToLimits("memory", quantity));
        config.cpus()
                .map(cpus -> new Quantity(cpus.thousandths() + "m"))
                .ifPresent(quantity -> resources.addToRequests("cpu", quantity));
        return resources.build();
    }
}
