package zomg.api.wiring;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
import zomg.runner.RunnerFiles;

/** Boxes as namespaces of this machine. */
final class LocalEngine {

    private LocalEngine() {}

    static Engine of(Ground ground, Settings settings, String instance, InstantSource clock) {
        LocalConfig config = settings.local().toConfig(instance, ground.runner(), ground.pool());
        Cgroups cgroups = Cgroups.of(MountTable.read(), config.cgroup());
        FirstProcesses firstProcesses = new FirstProcesses(ground.libc());
        LocalBoxEngine boxes =
                new LocalBoxEngine(
                        config,
                        cgroups,
                        ground.subvolumes(),
                        ground.quotas(),
                        ground.commands(),
                        firstProcesses,
                        ground.libc());
        LocalSessions sessions =
                new LocalSessions(config, cgroups, ground.libc(), settings.sessionLimits(), clock);
        LocalBoxProcesses processes = new LocalBoxProcesses(config, cgroups, boxes, sessions);
        RunnerFiles files =
                new RunnerFiles(new LocalFilePlaces(config, cgroups, boxes, ground.subvolumes()));
        CgroupBoxFreezer freezer = new CgroupBoxFreezer(cgroups);
        return new Engine(
                boxes,
                _ -> Optional.empty(),
                () -> {}, // the kernel is always there
                firstProcesses,
                processes,
                files,
                files,
                new LocalBoxNetwork(config, boxes),
                freezer,
                new LocalBoxMounts(config, boxes),
                new PoolProjectVolumes(ground.pool(), ground.subvolumes()),
                new LocalHostRoutes(),
                List.of(
                        new BoxGroups(cgroups),
                        sessions,
                        new LocalNetwork(config, ground.commands())),
                List.of(files::close, processes::close, freezer::close, firstProcesses::close));
    }
}
