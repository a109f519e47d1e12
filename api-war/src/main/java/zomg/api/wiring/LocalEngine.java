package zomg.api.wiring;

import java.time.InstantSource;
import java.util.List;
import zomg.linux.cgroup.CgroupBoxFreezer;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.mount.MountTable;
import zomg.linux.pool.PoolProjectVolumes;
import zomg.linux.process.FirstProcesses;
import zomg.local.BoxGroups;
import zomg.local.LocalBoxEngine;
import zomg.local.LocalBoxMounts;
import zomg.local.LocalBoxNetwork;
import zomg.local.LocalBoxProcesses;
import zomg.local.LocalConfig;
import zomg.local.LocalFilePlaces;
import zomg.local.LocalHostRoutes;
import zomg.local.LocalNetwork;
import zomg.local.LocalSessions;
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
import zomg.runner.RunnerFiles;

/** Boxes as namespaces of this machine. */
final class LocalEngine implements Engine {

    /** Of each box: a command leaves some 500 bytes and four files. */
    private static final int ENDED_SESSIONS = 100;

    private static final int ENDED_IN_BACKGROUND = 1000;

    private final FirstProcesses firstProcesses;
    private final LocalBoxEngine boxes;
    private final LocalSessions sessions;
    private final LocalBoxProcesses processes;
    private final RunnerFiles files;
    private final LocalBoxNetwork network;
    private final CgroupBoxFreezer freezer;
    private final LocalBoxMounts mounts;
    private final PoolProjectVolumes projectVolumes;
    private final LocalHostRoutes routes = new LocalHostRoutes();
    private final List<MachinePart> parts;

    LocalEngine(Ground ground, Settings settings, String instance, InstantSource clock) {
        LocalConfig config = settings.local().toConfig(instance, ground.runner(), ground.pool());
        Cgroups cgroups = Cgroups.of(MountTable.read(), config.cgroup());
        firstProcesses = new FirstProcesses(ground.libc());
        boxes =
                new LocalBoxEngine(
                        config,
                        cgroups,
                        ground.subvolumes(),
                        ground.quotas(),
                        ground.commands(),
                        firstProcesses,
                        ground.libc());
        sessions = new LocalSessions(config, cgroups, ground.libc(), limits(settings), clock);
        processes = new LocalBoxProcesses(config, cgroups, boxes, sessions);
        files = new RunnerFiles(new LocalFilePlaces(config, cgroups, boxes, ground.subvolumes()));
        network = new LocalBoxNetwork(config, boxes);
        freezer = new CgroupBoxFreezer(cgroups);
        mounts = new LocalBoxMounts(config, boxes);
        projectVolumes = new PoolProjectVolumes(ground.pool(), ground.subvolumes());
        parts =
                List.of(
                        new BoxGroups(cgroups),
                        sessions,
                        new LocalNetwork(config, ground.commands()));
    }

    /** Those that wait for their clients are as many as those that have one. */
    private static LocalSessions.Limits limits(Settings settings) {
        return new LocalSessions.Limits(
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
        freezer.close();
        firstProcesses.close();
    }
}
