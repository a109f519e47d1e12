package zomg.api.wiring;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import zomg.kubernetes.Cluster;
import zomg.kubernetes.ClusterPart;
import zomg.kubernetes.ClusterView;
import zomg.kubernetes.ExecSockets;
import zomg.kubernetes.IngressRoutes;
import zomg.kubernetes.IngressSettings;
import zomg.kubernetes.KubernetesBoxEngine;
import zomg.kubernetes.KubernetesBoxMounts;
import zomg.kubernetes.KubernetesBoxNetwork;
import zomg.kubernetes.KubernetesBoxProcesses;
import zomg.kubernetes.KubernetesConfig;
import zomg.kubernetes.KubernetesFilePlaces;
import zomg.kubernetes.KubernetesProjectVolumes;
import zomg.kubernetes.SessionLimits;
import zomg.linux.cgroup.CgroupBoxFreezer;
import zomg.linux.pool.SystemVolumes;
import zomg.linux.process.FirstProcesses;
import zomg.port.BoxEnds;
import zomg.port.BoxEngine;
import zomg.port.BoxFiles;
import zomg.port.BoxFreezer;
import zomg.port.BoxMounts;
import zomg.port.BoxNetwork;
import zomg.port.BoxProcesses;
import zomg.port.HostRoutes;
import zomg.port.MachinePart;
import zomg.port.ProjectVolumes;
import zomg.port.SnapshotFiles;
import zomg.runner.HostLauncher;
import zomg.runner.PoolPlaces;
import zomg.runner.RunnerFiles;

/** Boxes as Deployments of a cluster. */
final class KubernetesEngine implements Engine {

    /** Of each box. */
    private static final int ENDED_SESSIONS = 100;

    private static final int ENDED_IN_BACKGROUND = 1000;

    private final Cluster cluster;
    private final ClusterView view;
    private final FirstProcesses firstProcesses;
    private final KubernetesBoxEngine boxes;
    private final ExecSockets sockets;
    private final KubernetesBoxProcesses processes;
    private final RunnerFiles files;
    private final KubernetesBoxNetwork network;
    private final CgroupBoxFreezer freezer;
    private final KubernetesBoxMounts mounts;
    private final KubernetesProjectVolumes projectVolumes;
    private final IngressRoutes routes;
    private final List<MachinePart> parts;

    KubernetesEngine(Ground ground, Settings settings, String instance, InstantSource clock) {
        ClusterSettings told = settings.cluster().orElseThrow();
        KubernetesConfig config = config(ground, settings, told, instance);
        cluster = Cluster.open(told.kubeconfig());
        view = new ClusterView(cluster, config);
        firstProcesses = new FirstProcesses(ground.libc());
        boxes =
                new KubernetesBoxEngine(
                        config,
                        cluster,
                        view,
                        ground.subvolumes(),
                        ground.quotas(),
                        ground.commands(),
                        firstProcesses,
                        ground.libc());
        sockets = new ExecSockets(cluster);
        processes = new KubernetesBoxProcesses(config, boxes, sockets, limits(settings), clock);
        files =
                new RunnerFiles(
                        new KubernetesFilePlaces(
                                boxes,
                                sockets,
                                new PoolPlaces(
                                        new HostLauncher(ground.runner()),
                                        ground.pool(),
                                        new SystemVolumes(ground.pool(), ground.subvolumes()))));
        network = new KubernetesBoxNetwork(boxes, sockets);
        freezer = boxes.freezer();
        mounts = new KubernetesBoxMounts(config, boxes, sockets);
        projectVolumes = new KubernetesProjectVolumes(config, cluster, view, ground.subvolumes());
        routes = new IngressRoutes(config, ingress(settings, told), cluster, view);
        parts = List.of(new ClusterPart(cluster, view, boxes));
    }

    private static KubernetesConfig config(
            Ground ground, Settings settings, ClusterSettings told, String instance) {
        Path pool = ground.pool().pool();
        return new KubernetesConfig(
                instance,
                told.namespace(),
                told.account(),
                told.node(),
                told.image(),
                ground.pool(),
                told.poolOnNode().orElse(pool),
                told.cgroups(),
                settings.local().maxProcesses(),
                settings.local().domain(),
                settings.local().insecure(),
                told.startPatience());
    }

    private static IngressSettings ingress(Settings settings, ClusterSettings told) {
        return new IngressSettings(
                told.ingressClass(),
                settings.domains().own(),
                told.wildcardSecret(),
                told.issuer());
    }

    /** Those that wait for their clients are as many as those that have one. */
    private static SessionLimits limits(Settings settings) {
        return new SessionLimits(
                settings.resumeWait(),
                2 * settings.maxSessions(),
                ENDED_SESSIONS,
                settings.maxBackground(),
                ENDED_IN_BACKGROUND);
    }

    @Override
    public BoxEngine boxes() {
        return boxes;
    }

    @Override
    public BoxEnds ends() {
        return firstProcesses;
    }

    @Override
    public BoxProcesses processes() {
        return processes;
    }

    @Override
    public BoxFiles files() {
        return files;
    }

    @Override
    public SnapshotFiles snapshotFiles() {
        return files;
    }

    @Override
    public BoxNetwork network() {
        return network;
    }

    @Override
    public BoxFreezer freezer() {
        return freezer;
    }

    @Override
    public BoxMounts mounts() {
        return mounts;
    }

    @Override
    public ProjectVolumes projectVolumes() {
        return projectVolumes;
    }

    @Override
    public HostRoutes routes() {
        return routes;
    }

    @Override
    public List<MachinePart> parts() {
        return parts;
    }

    @Override
    public void close() {
        files.close();
        processes.close();
        sockets.close();
        freezer.close();
        view.close();
        firstProcesses.close();
        cluster.close();
    }
}
