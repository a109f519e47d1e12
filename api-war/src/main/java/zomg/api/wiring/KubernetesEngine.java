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
import zomg.linux.cgroup.CgroupBoxFreezer;
import zomg.linux.pool.SystemVolumes;
import zomg.linux.process.FirstProcesses;
import zomg.runner.HostLauncher;
import zomg.runner.PoolPlaces;
import zomg.runner.RunnerFiles;

/** Boxes as Deployments of a cluster. */
final class KubernetesEngine {

    private KubernetesEngine() {}

    static Engine of(Ground ground, Settings settings, String instance, InstantSource clock) {
        ClusterSettings told = settings.cluster().orElseThrow();
        KubernetesConfig config = config(ground, settings, told, instance);
        Cluster cluster = Cluster.open(told.kubeconfig());
        ClusterView view = new ClusterView(cluster, config);
        FirstProcesses firstProcesses = new FirstProcesses(ground.libc());
        KubernetesBoxEngine boxes =
                new KubernetesBoxEngine(
                        config,
                        cluster,
                        view,
                        ground.subvolumes(),
                        ground.quotas(),
                        ground.commands(),
                        firstProcesses,
                        ground.libc());
        ExecSockets sockets = new ExecSockets(cluster);
        KubernetesBoxProcesses processes =
                new KubernetesBoxProcesses(config, boxes, sockets, settings.sessionLimits(), clock);
        RunnerFiles files =
                new RunnerFiles(
                        new KubernetesFilePlaces(
                                boxes,
                                sockets,
                                new PoolPlaces(
                                        new HostLauncher(ground.runner()),
                                        ground.pool(),
                                        new SystemVolumes(ground.pool(), ground.subvolumes()))));
        CgroupBoxFreezer freezer = boxes.freezer();
        return new Engine(
                boxes,
                boxes.starts(),
                view::requireCurrent,
                firstProcesses,
                processes,
                files,
                files,
                new KubernetesBoxNetwork(boxes, sockets),
                freezer,
                new KubernetesBoxMounts(config, boxes, sockets),
                new KubernetesProjectVolumes(config, cluster, view, ground.subvolumes()),
                new IngressRoutes(config, ingress(settings, told), cluster, view),
                List.of(new ClusterPart(cluster, view, boxes)),
                List.of(
                        files::close,
                        processes::close,
                        sockets::close,
                        freezer::close,
                        view::close,
                        firstProcesses::close,
                        cluster::close));
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
}
