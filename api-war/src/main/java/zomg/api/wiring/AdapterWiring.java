package zomg.api.wiring;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.btrfs.BtrfsBaseStore;
import zomg.btrfs.BtrfsDifferences;
import zomg.btrfs.BtrfsFreedSpace;
import zomg.btrfs.BtrfsPool;
import zomg.btrfs.BtrfsRoom;
import zomg.btrfs.BtrfsRootStore;
import zomg.btrfs.BtrfsSnapshotStore;
import zomg.btrfs.BtrfsSpaceUse;
import zomg.btrfs.BtrfsVolumeSnapshotStore;
import zomg.btrfs.BtrfsVolumeStore;
import zomg.btrfs.ReadyRoots;
import zomg.btrfs.Reserve;
import zomg.db.Database;
import zomg.db.SqlBases;
import zomg.db.SqlBoxes;
import zomg.db.SqlJournal;
import zomg.db.SqlKeyedRequests;
import zomg.db.SqlOperations;
import zomg.db.SqlProjects;
import zomg.db.SqlSnapshots;
import zomg.db.SqlTokens;
import zomg.db.SqlVolumeSnapshots;
import zomg.db.SqlVolumes;
import zomg.db.WritableRecords;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Spaces;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.cgroup.Cgroups;
import zomg.linux.libc.Libc;
import zomg.linux.libc.Spawning;
import zomg.linux.mount.MountTable;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.CommandRunner;
import zomg.linux.process.Fence;
import zomg.linux.process.Runner;
import zomg.local.BoxGroups;
import zomg.local.FileBuildLogs;
import zomg.local.FirstProcesses;
import zomg.local.LocalBoxEngine;
import zomg.local.LocalBoxFiles;
import zomg.local.LocalBoxFreezer;
import zomg.local.LocalBoxMounts;
import zomg.local.LocalBoxNetwork;
import zomg.local.LocalBoxProcesses;
import zomg.local.LocalConfig;
import zomg.local.LocalNetwork;
import zomg.local.LocalProjectVolumes;
import zomg.local.LocalSessions;
import zomg.model.base.Recipes;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.BuildLogs;
import zomg.port.Differences;
import zomg.port.FreedSpace;
import zomg.port.IdSource;
import zomg.port.Journal;
import zomg.port.KeyedRequests;
import zomg.port.MachinePart;
import zomg.port.Operations;
import zomg.port.Projects;
import zomg.port.Room;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.port.SpaceUse;
import zomg.port.Tokens;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.Volumes;
import zomg.usecase.base.BuildBase;

/**
 * The adapters behind the ports: H2 or PostgreSQL for records, btrfs for disks, this machine for
 * boxes.
 */
@Dependent
public class AdapterWiring {

    /** Of each box: a command leaves some 500 bytes and four files. */
    private static final int ENDED_SESSIONS = 100;

    private static final int ENDED_IN_BACKGROUND = 1000;

    /** 50 MiB at most, all together. */
    private static final FileBuildLogs.Limits BUILD_LOGS = new FileBuildLogs.Limits(512 * 1024, 50);

    @Produces
    @Singleton
    StateDirectory.Lock lock(Settings settings) {
        return settings.state().lock();
    }

    /** The lock comes first: what is opened here belongs to one server. */
    @Produces
    @Singleton
    Database database(StateDirectory.Lock lock, Settings settings, RandomIds ids) {
        return settings.database()
                .map(config -> DatabaseSettings.open(config, settings.state(), ids))
                .orElseGet(() -> Database.inFile(settings.state().database()));
    }

    void close(@Disposes Database database) {
        database.close();
    }

    void close(@Disposes StateDirectory.Lock lock) {
        lock.close();
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    RandomIds ids() {
        return new RandomIds();
    }

    @Produces
    @Singleton
    SqlBoxes boxes(Database database) {
        return new SqlBoxes(database);
    }

    @Produces
    @Singleton
    Projects projects(Database database, IdSource ids, InstantSource clock) {
        return new SqlProjects(database, ids, clock);
    }

    @Produces
    @Singleton
    Volumes volumes(Database database) {
        return new SqlVolumes(database);
    }

    @Produces
    @Singleton
    VolumeSnapshots volumeSnapshots(Database database) {
        return new SqlVolumeSnapshots(database);
    }

    @Produces
    @Singleton
    Bases bases(Database database) {
        return new SqlBases(database);
    }

    @Produces
    @Singleton
    Snapshots snapshots(Database database) {
        return new SqlSnapshots(database);
    }

    @Produces
    @Singleton
    Operations operations(Database database) {
        return new SqlOperations(database);
    }

    @Produces
    @Singleton
    KeyedRequests keyedRequests(Database database, InstantSource clock) {
        return new SqlKeyedRequests(database, clock);
    }

    @Produces
    @Singleton
    Tokens tokens(Database database) {
        return new SqlTokens(database);
    }

    @Produces
    @Singleton
    Journal journal(Database database) {
        return new SqlJournal(database);
    }

    @Produces
    @Singleton
    Libc libc() {
        return new Libc();
    }

    @Produces
    @Singleton
    Fence fence(Settings settings, StateDirectory.Lock lock, Libc libc) {
        return new Fence(settings.state().fence(), libc, settings.fenceWait());
    }

    @Produces
    @Singleton
    Runner runner(Settings settings, Libc libc, Fence fence) {
        return new Runner(settings.runner(), new Spawning(libc), Optional.of(fence));
    }

    @Produces
    @Singleton
    CommandRunner commands(Runner runner) {
        return new CommandRunner(runner);
    }

    @Produces
    @Singleton
    Subvolumes subvolumes(Libc libc) {
        return new Subvolumes(libc);
    }

    @Produces
    @Singleton
    Quotas quotas(Libc libc) {
        return new Quotas(libc);
    }

    @Produces
    @Singleton
    BoxQuotas boxQuotas(PoolDirectories pool, Quotas quotas) {
        return new BoxQuotas(pool, quotas);
    }

    @Produces
    @Singleton
    PoolDirectories pool(Settings settings) {
        return new PoolDirectories(settings.pool().pool());
    }

    @Produces
    @Singleton
    ReadyRoots readyRoots(
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            Reserve reserve,
            RandomIds ids,
            Settings settings) {
        return new ReadyRoots(
                pool,
                subvolumes,
                quotas,
                reserve,
                ids,
                settings.state().takenRoots(),
                settings.readyRoots());
    }

    void close(@Disposes ReadyRoots ready) {
        ready.close();
    }

    @Produces
    @Singleton
    BtrfsRootStore roots(
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            Reserve reserve,
            ReadyRoots ready) {
        return new BtrfsRootStore(pool, subvolumes, quotas, reserve, ready);
    }

    @Produces
    @Singleton
    BtrfsVolumeStore volumeStore(
            PoolDirectories pool, Subvolumes subvolumes, Quotas quotas, Reserve reserve) {
        return new BtrfsVolumeStore(pool, subvolumes, BoxQuotas.ofVolumes(pool, quotas), reserve);
    }

    @Produces
    @Singleton
    SnapshotStore snapshotStore(
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            Reserve reserve,
            BtrfsRootStore roots) {
        return new BtrfsSnapshotStore(pool, subvolumes, quotas, reserve, roots);
    }

    @Produces
    @Singleton
    SpaceUse spaceUse(PoolDirectories pool, Subvolumes subvolumes, Quotas quotas, Libc libc) {
        return new BtrfsSpaceUse(pool, subvolumes, quotas, libc);
    }

    @Produces
    @Singleton
    Differences differences(PoolDirectories pool, Subvolumes subvolumes, Libc libc, RandomIds ids) {
        return new BtrfsDifferences(pool, subvolumes, libc, ids);
    }

    @Produces
    @Singleton
    VolumeSnapshotStore volumeSnapshotStore(
            PoolDirectories pool,
            Subvolumes subvolumes,
            Reserve reserve,
            BtrfsVolumeStore volumes) {
        return new BtrfsVolumeSnapshotStore(pool, subvolumes, reserve, volumes);
    }

    @Produces
    @Singleton
    Spaces spaces(Libc libc) {
        return new Spaces(libc);
    }

    @Produces
    @Singleton
    Reserve reserve(PoolDirectories pool, Spaces spaces, Subvolumes subvolumes, Settings settings) {
        return new Reserve(pool, spaces, subvolumes, settings.reserve());
    }

    @Produces
    @Singleton
    Room room(PoolDirectories pool, Spaces spaces, Settings settings) {
        return new BtrfsRoom(pool, spaces, settings.reserve());
    }

    @Produces
    @Singleton
    FreedSpace freedSpace(PoolDirectories pool, Subvolumes subvolumes) {
        return new BtrfsFreedSpace(pool, subvolumes);
    }

    @Produces
    @Singleton
    BaseStore baseStore(
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            Reserve reserve,
            ReadyRoots ready,
            CommandRunner commands,
            Settings settings) {
        return new BtrfsBaseStore(
                pool,
                subvolumes,
                quotas,
                reserve,
                ready,
                commands,
                settings.bases().distributions(),
                settings.bases().terms().limit());
    }

    @Produces
    @Singleton
    LocalConfig localConfig(
            Settings settings,
            StateDirectory.Lock lock,
            RandomIds ids,
            Runner runner,
            PoolDirectories pool) {
        return settings.engine().toConfig(settings.state().instance(ids), runner, pool);
    }

    @Produces
    @Singleton
    Cgroups cgroups(LocalConfig config) {
        return Cgroups.of(MountTable.read(), config.cgroup());
    }

    @Produces
    @Singleton
    LocalBoxEngine localEngine(
            LocalConfig config,
            Cgroups cgroups,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            CommandRunner commands,
            FirstProcesses firstProcesses,
            Libc libc) {
        return new LocalBoxEngine(
                config, cgroups, subvolumes, quotas, commands, firstProcesses, libc);
    }

    @Produces
    @Singleton
    LocalBoxMounts boxMounts(LocalConfig config, LocalBoxEngine engine) {
        return new LocalBoxMounts(config, engine);
    }

    @Produces
    @Singleton
    LocalBoxFreezer freezer(Cgroups cgroups) {
        return new LocalBoxFreezer(cgroups);
    }

    void close(@Disposes LocalBoxFreezer freezer) {
        freezer.close();
    }

    @Produces
    @Singleton
    LocalProjectVolumes projectVolumes(LocalConfig config, Subvolumes subvolumes) {
        return new LocalProjectVolumes(config, subvolumes);
    }

    @Produces
    @Singleton
    FirstProcesses firstProcesses(Libc libc) {
        return new FirstProcesses(libc);
    }

    void close(@Disposes FirstProcesses firstProcesses) {
        firstProcesses.close();
    }

    @Produces
    @Singleton
    LocalBoxProcesses localProcesses(
            LocalConfig config, Cgroups cgroups, LocalBoxEngine engine, LocalSessions sessions) {
        return new LocalBoxProcesses(config, cgroups, engine, sessions);
    }

    void close(@Disposes LocalBoxProcesses processes) {
        processes.close();
    }

    /** Those that wait for their clients are as many as those that have one. */
    @Produces
    @Singleton
    LocalSessions sessions(
            LocalConfig config,
            Cgroups cgroups,
            Libc libc,
            Settings settings,
            InstantSource clock) {
        return new LocalSessions(
                config,
                cgroups,
                libc,
                new LocalSessions.Limits(
                        settings.resumeWait(),
                        2 * settings.maxSessions(),
                        ENDED_SESSIONS,
                        settings.maxBackground(),
                        ENDED_IN_BACKGROUND),
                clock);
    }

    @Produces
    @Singleton
    LocalBoxFiles localFiles(
            LocalConfig config, Cgroups cgroups, LocalBoxEngine engine, Subvolumes subvolumes) {
        return new LocalBoxFiles(config, cgroups, engine, subvolumes);
    }

    void close(@Disposes LocalBoxFiles files) {
        files.close();
    }

    @Produces
    @Singleton
    LocalBoxNetwork boxNetwork(LocalConfig config, LocalBoxEngine engine) {
        return new LocalBoxNetwork(config, engine);
    }

    /** The fence comes first: all others may be what a killed server's children still work on. */
    @Produces
    @Singleton
    List<MachinePart> parts(
            Fence fence,
            Database database,
            Settings settings,
            LocalConfig config,
            Cgroups cgroups,
            Subvolumes subvolumes,
            Quotas quotas,
            CommandRunner commands,
            ReadyRoots ready,
            LocalSessions sessions) {
        return List.of(
                fence,
                new WritableRecords(database),
                new BtrfsPool(settings.pool(), subvolumes, quotas, commands, ready),
                new BoxGroups(cgroups),
                sessions,
                new LocalNetwork(config, commands));
    }

    @Produces
    @Singleton
    Recipes recipes(Settings settings) {
        return settings.bases().recipes();
    }

    @Produces
    @Singleton
    BuildBase.Terms buildTerms(Settings settings) {
        return settings.bases().terms();
    }

    @Produces
    @Singleton
    BuildLogs buildLogs(Settings settings) {
        return new FileBuildLogs(settings.state().buildLogs(), BUILD_LOGS);
    }
}
