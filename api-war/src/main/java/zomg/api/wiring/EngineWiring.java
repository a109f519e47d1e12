package zomg.api.wiring;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import zomg.btrfs.BtrfsPool;
import zomg.btrfs.ReadyRoots;
import zomg.db.Database;
import zomg.db.WritableRecords;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.CommandRunner;
import zomg.linux.process.Fence;
import zomg.linux.process.Runner;
import zomg.port.BoxEnds;
import zomg.port.BoxEngine;
import zomg.port.BoxFiles;
import zomg.port.BoxFreezer;
import zomg.port.BoxMounts;
import zomg.port.BoxNetwork;
import zomg.port.BoxProcesses;
import zomg.port.BoxStarts;
import zomg.port.EngineReadiness;
import zomg.port.HostRoutes;
import zomg.port.MachinePart;
import zomg.port.ProjectVolumes;
import zomg.port.SnapshotFiles;

/** The engine that was chosen, and its adapters one by one. */
@Dependent
public class EngineWiring {

    @Produces
    @Singleton
    Ground ground(
            Libc libc,
            Runner runner,
            CommandRunner commands,
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas) {
        return new Ground(libc, runner, commands, pool, subvolumes, quotas);
    }

    /** The lock comes first: what the engine has belongs to one server. */
    @Produces
    @Singleton
    Engine engine(
            StateDirectory.Lock lock,
            Ground ground,
            Settings settings,
            RandomIds ids,
            InstantSource clock) {
        String instance = settings.state().instance(ids);
        return switch (settings.kind()) {
            case LOCAL -> LocalEngine.of(ground, settings, instance, clock);
            case KUBERNETES -> KubernetesEngine.of(ground, settings, instance, clock);
        };
    }

    void close(@Disposes Engine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    BoxEngine boxes(Engine engine) {
        return engine.boxes();
    }

    @Produces
    @Singleton
    BoxStarts starts(Engine engine) {
        return engine.boxStarts();
    }

    @Produces
    @Singleton
    EngineReadiness readiness(Engine engine) {
        return engine.readiness();
    }

    @Produces
    @Singleton
    BoxEnds ends(Engine engine) {
        return engine.boxEnds();
    }

    @Produces
    @Singleton
    BoxProcesses processes(Engine engine) {
        return engine.processes();
    }

    @Produces
    @Singleton
    BoxFiles files(Engine engine) {
        return engine.files();
    }

    @Produces
    @Singleton
    SnapshotFiles snapshotFiles(Engine engine) {
        return engine.snapshotFiles();
    }

    @Produces
    @Singleton
    BoxNetwork network(Engine engine) {
        return engine.network();
    }

    @Produces
    @Singleton
    BoxFreezer freezer(Engine engine) {
        return engine.freezer();
    }

    @Produces
    @Singleton
    BoxMounts mounts(Engine engine) {
        return engine.mounts();
    }

    @Produces
    @Singleton
    ProjectVolumes projectVolumes(Engine engine) {
        return engine.projectVolumes();
    }

    @Produces
    @Singleton
    HostRoutes routes(Engine engine) {
        return engine.routes();
    }

    /** The fence comes first: all others may be what a killed server's children still work on. */
    @Produces
    @Singleton
    List<MachinePart> parts(
            Fence fence,
            Database database,
            Settings settings,
            Subvolumes subvolumes,
            Quotas quotas,
            CommandRunner commands,
            ReadyRoots ready,
            Engine engine) {
        return Stream.concat(
                        Stream.of(
                                fence,
                                new WritableRecords(database),
                                new BtrfsPool(
                                        settings.pool(), subvolumes, quotas, commands, ready)),
                        engine.parts().stream())
                .toList();
    }
}
