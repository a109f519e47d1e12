package zomg.api.wiring;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import zomg.model.base.Recipes;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.BoxEngine;
import zomg.port.BoxFreezer;
import zomg.port.BoxMounts;
import zomg.port.BoxProcesses;
import zomg.port.Boxes;
import zomg.port.BuildLogs;
import zomg.port.EngineReadiness;
import zomg.port.Graves;
import zomg.port.IdSource;
import zomg.port.MachinePart;
import zomg.port.ProjectVolumes;
import zomg.port.Projects;
import zomg.port.Room;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;
import zomg.usecase.base.BuildBase;
import zomg.usecase.base.BuildsUnderWay;
import zomg.usecase.base.DeleteBase;
import zomg.usecase.base.ImportBase;
import zomg.usecase.base.ListBases;
import zomg.usecase.base.ReadBuildLog;
import zomg.usecase.base.SaveBase;
import zomg.usecase.base.ShowBase;
import zomg.usecase.box.BoxDisks;
import zomg.usecase.box.BoxHosts;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.OneInstant;
import zomg.usecase.box.ShowBox;
import zomg.usecase.setup.Leftovers;
import zomg.usecase.setup.Reconcile;
import zomg.usecase.setup.ReconcileVolumes;
import zomg.usecase.setup.RestartBoxes;
import zomg.usecase.setup.SetUpMachine;
import zomg.usecase.setup.Setup;
import zomg.usecase.setup.ShowPool;
import zomg.usecase.setup.ShutDown;
import zomg.usecase.setup.SnapshotCheck;
import zomg.usecase.setup.Upkeep;
import zomg.usecase.volume.BoxVolumes;

/** What sets the machine up, keeps it in order, and makes bases. */
@Dependent
public class SetupWiring {

    @Produces
    @Singleton
    ShowBase showBase(Bases bases) {
        return new ShowBase(bases);
    }

    @Produces
    @Singleton
    DeleteBase deleteBase(Bases bases, BaseStore store) {
        return new DeleteBase(bases, store);
    }

    @Produces
    @Singleton
    SaveBase saveBase(
            ShowBox showBox,
            Bases bases,
            BaseStore store,
            SnapshotStore roots,
            OneInstant oneInstant,
            BuildsUnderWay underWay,
            BoxTurns turns,
            IdSource ids,
            InstantSource clock) {
        return new SaveBase(showBox, bases, store, roots, oneInstant, underWay, turns, ids, clock);
    }

    @Produces
    @Singleton
    ImportBase importBase(
            Bases bases,
            BaseStore store,
            BuildsUnderWay underWay,
            IdSource ids,
            InstantSource clock) {
        return new ImportBase(bases, store, underWay, ids, clock);
    }

    @Produces
    @Singleton
    ReadBuildLog readBuildLog(BuildLogs logs, BuildsUnderWay underWay) {
        return new ReadBuildLog(logs, underWay);
    }

    @Produces
    @Singleton
    ListBases listBases(Bases bases) {
        return new ListBases(bases);
    }

    @Produces
    @Singleton
    SetUpMachine setUpMachine(
            List<MachinePart> parts, Reconcile reconcile, BuildBase buildBase, Recipes recipes) {
        return new SetUpMachine(parts, reconcile, buildBase, recipes.own());
    }

    @Produces
    @Singleton
    BuildsUnderWay buildsUnderWay() {
        return new BuildsUnderWay();
    }

    @Produces
    @Singleton
    Leftovers leftovers(
            Boxes boxes,
            Graves graves,
            Projects projects,
            Bases bases,
            RootStore roots,
            SnapshotCheck snapshots,
            BaseStore baseStore,
            ProjectVolumes volumes,
            Volumes dataVolumes,
            VolumeStore volumeStore,
            VolumeSnapshots volumeSnapshots,
            VolumeSnapshotStore volumeSnapshotStore,
            BoxEngine engine,
            BoxHosts hosts,
            BuildsUnderWay builds) {
        return new Leftovers(
                boxes,
                graves,
                projects,
                bases,
                roots,
                snapshots,
                baseStore,
                volumes,
                dataVolumes,
                volumeStore,
                volumeSnapshots,
                volumeSnapshotStore,
                engine,
                hosts,
                builds);
    }

    @Produces
    @Singleton
    Reconcile reconcile(
            Boxes boxes,
            Projects projects,
            RootStore roots,
            BoxDisks disks,
            BoxEngine engine,
            BoxFreezer freezer,
            BoxMounts mounts,
            BoxVolumes volumes,
            BoxHosts hosts,
            ReconcileVolumes reconcileVolumes,
            Leftovers leftovers,
            SnapshotCheck snapshots,
            BoxTurns turns,
            RestartBoxes restarts,
            InstantSource clock) {
        return new Reconcile(
                boxes,
                projects,
                roots,
                disks,
                engine,
                freezer,
                mounts,
                volumes,
                hosts,
                reconcileVolumes,
                leftovers,
                snapshots,
                turns,
                restarts,
                clock);
    }

    @Produces
    @Singleton
    RestartBoxes restartBoxes(
            Boxes boxes,
            Projects projects,
            Snapshots snapshots,
            BoxEngine engine,
            BoxTurns turns,
            InstantSource clock,
            Settings settings) {
        return new RestartBoxes(
                boxes, projects, snapshots, engine, turns, clock, settings.backOff());
    }

    @Produces
    @Singleton
    ShowPool showPool(Room room) {
        return new ShowPool(room);
    }

    @Produces
    @Singleton
    Upkeep upkeep(List<MachinePart> parts, Setup setup, Reconcile reconcile, Settings settings) {
        return new Upkeep(parts, setup, reconcile, settings.busyPatience());
    }

    @Produces
    @Singleton
    BuildBase buildBase(
            Bases bases,
            BaseStore store,
            RootStore roots,
            BoxEngine engine,
            EngineReadiness readiness,
            BoxProcesses processes,
            ProjectVolumes volumes,
            BuildLogs logs,
            BuildsUnderWay underWay,
            BuildBase.Terms terms,
            IdSource ids,
            InstantSource clock) {
        return new BuildBase(
                bases, store, roots, engine, readiness, processes, volumes, logs, underWay, terms,
                ids, clock);
    }

    @Produces
    @Singleton
    Setup setup(SetUpMachine machine) {
        return machine.progress();
    }

    @Produces
    @Singleton
    ShutDown shutDown(Boxes boxes, BoxEngine engine, SetUpMachine machine) {
        return new ShutDown(boxes, engine, machine);
    }
}
