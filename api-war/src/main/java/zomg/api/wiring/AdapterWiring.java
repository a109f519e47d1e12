package zomg.api.wiring;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import zomg.btrfs.BtrfsBaseStore;
import zomg.btrfs.BtrfsDifferences;
import zomg.btrfs.BtrfsFreedSpace;
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
import zomg.db.SqlHosts;
import zomg.db.SqlJournal;
import zomg.db.SqlKeyedRequests;
import zomg.db.SqlOperations;
import zomg.db.SqlProjects;
import zomg.db.SqlSnapshots;
import zomg.db.SqlTokens;
import zomg.db.SqlVolumeSnapshots;
import zomg.db.SqlVolumes;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Spaces;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Libc;
import zomg.linux.libc.Spawning;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.CommandRunner;
import zomg.linux.process.Fence;
import zomg.linux.process.Runner;
import zomg.local.FileBuildLogs;
import zomg.model.base.Recipes;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.BuildLogs;
import zomg.port.Differences;
import zomg.port.FreedSpace;
import zomg.port.Hosts;
import zomg.port.IdSource;
import zomg.port.Journal;
import zomg.port.KeyedRequests;
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
 * The adapters behind the ports but those of the engine: H2 or PostgreSQL for records, btrfs for
 * disks.
 */
@Dependent
public class AdapterWiring {

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
    Hosts hosts(Database database, InstantSource clock) {
        return new SqlHosts(database, clock);
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
