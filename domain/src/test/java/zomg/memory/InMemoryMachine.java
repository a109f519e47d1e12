package zomg.memory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.fixture.SteppingClock;
import zomg.model.base.Base;
import zomg.model.base.BaseReference;
import zomg.model.base.Making;
import zomg.model.id.Uid;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.BoxEngine;
import zomg.port.BoxFreezer;
import zomg.port.BoxMounts;
import zomg.port.BoxProcesses;
import zomg.port.Boxes;
import zomg.port.BuildLogs;
import zomg.port.EngineReadiness;
import zomg.port.HostRoutes;
import zomg.port.Hosts;
import zomg.port.IdSource;
import zomg.port.KeyedRequests;
import zomg.port.MachinePart;
import zomg.port.ProjectVolumes;
import zomg.port.Projects;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.port.VolumeLimits;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;
import zomg.usecase.base.ListBases;

/** A machine that exists in memory only, with one base that boxes can start from. */
public final class InMemoryMachine {

    /** Every port that has an effect, so that a test can put something in between. */
    public record Ports(
            Boxes boxes,
            Projects projects,
            Bases bases,
            RootStore roots,
            BaseStore baseStore,
            BoxEngine engine,
            EngineReadiness readiness,
            BoxProcesses processes,
            KeyedRequests requests,
            ProjectVolumes volumes,
            Volumes dataVolumes,
            VolumeStore volumeStore,
            VolumeLimits volumeLimits,
            VolumeSnapshots volumeSnapshots,
            VolumeSnapshotStore volumeSnapshotStore,
            BoxMounts mounts,
            Snapshots snapshots,
            SnapshotStore snapshotStore,
            BoxFreezer freezer,
            BuildLogs buildLogs,
            Hosts hosts,
            HostRoutes routes) {}

    private final IdSource ids = new SequentialIds();
    private final InstantSource clock;
    private final List<String> journal = new ArrayList<>();
    private final InMemoryPool pool = new InMemoryPool();
    private final InMemoryKeyedRequests requests = new InMemoryKeyedRequests();
    private final InMemoryJournal history = new InMemoryJournal(new SteppingClock(), requests);
    private final InMemoryBoxes boxes = new InMemoryBoxes(history);
    private final InMemoryVolumes dataVolumes = new InMemoryVolumes(boxes, history);
    private final InMemoryVolumeStore volumeStore = new InMemoryVolumeStore(pool);
    private final InMemoryVolumeSnapshots volumeSnapshots =
            new InMemoryVolumeSnapshots(boxes, history);
    private final InMemoryVolumeSnapshotStore volumeSnapshotStore =
            new InMemoryVolumeSnapshotStore(pool);
    private final InMemoryProjects projects;
    private final InMemoryBases bases = new InMemoryBases(history);
    private final InMemoryRootStore roots = new InMemoryRootStore(pool);
    private final InMemorySnapshots snapshots = new InMemorySnapshots(boxes, history);
    private final InMemoryBoxFreezer freezer = new InMemoryBoxFreezer();
    private final InMemorySnapshotStore snapshotStore = new InMemorySnapshotStore(pool);
    private final InMemoryBuildLogs buildLogs = new InMemoryBuildLogs();
    private final InMemoryBaseStore baseStore = new InMemoryBaseStore(pool);
    private final InMemoryProjectVolumes volumes = new InMemoryProjectVolumes();
    private final InMemoryBoxEngine engine = new InMemoryBoxEngine(roots, volumes);
    private final InMemoryBoxMounts mounts = new InMemoryBoxMounts(engine);
    private final InMemoryBoxProcesses processes = new InMemoryBoxProcesses(engine);
    private final InMemoryHosts hosts;
    private final InMemoryHostRoutes routes = new InMemoryHostRoutes();
    private final InMemoryMachinePart network = new InMemoryMachinePart("network", journal);

    public InMemoryMachine() {
        this(new SteppingClock());
    }

    public InMemoryMachine(InstantSource clock) {
        this.clock = clock;
        projects = new InMemoryProjects(ids, clock, boxes, history);
        hosts = new InMemoryHosts(boxes, history, clock);
        Uid base = ids.next();
        pool.putBase(base, "/etc/os-release", "ID=memory");
        bases.add(
                new Base(
                        base,
                        BaseReference.DEFAULT.alias(),
                        "1",
                        "zomg",
                        InMemoryBaseStore.ORIGIN,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        clock.instant()),
                Making.UNKNOWN);
    }

    public Ports ports() {
        return new Ports(
                boxes,
                projects,
                bases,
                roots,
                baseStore,
                engine,
                engine,
                processes,
                requests,
                volumes,
                dataVolumes,
                volumeStore,
                volumeStore,
                volumeSnapshots,
                volumeSnapshotStore,
                mounts,
                snapshots,
                snapshotStore,
                freezer,
                buildLogs,
                hosts,
                routes);
    }

    public IdSource ids() {
        return ids;
    }

    public InstantSource clock() {
        return clock;
    }

    /** The last one can be made to fail. */
    public List<MachinePart> parts() {
        return List.of(new InMemoryMachinePart("pool", journal), network);
    }

    /** What was done to the parts. */
    public List<String> journal() {
        return List.copyOf(journal);
    }

    public InMemoryMachinePart network() {
        return network;
    }

    /** What happened to the records. */
    public InMemoryJournal history() {
        return history;
    }

    public InMemoryKeyedRequests requests() {
        return requests;
    }

    public InMemoryPool pool() {
        return pool;
    }

    public InMemoryBoxes boxes() {
        return boxes;
    }

    public InMemoryProjects projects() {
        return projects;
    }

    public List<Base> allBases() {
        return new ListBases(bases).all().toList();
    }

    public Uid anyBase() {
        return allBases().getFirst().uid();
    }

    public InMemoryBases bases() {
        return bases;
    }

    public InMemoryRootStore roots() {
        return roots;
    }

    public InMemorySnapshots snapshots() {
        return snapshots;
    }

    public InMemoryBoxFreezer freezer() {
        return freezer;
    }

    public InMemorySnapshotStore snapshotStore() {
        return snapshotStore;
    }

    public InMemoryBuildLogs buildLogs() {
        return buildLogs;
    }

    public InMemoryBaseStore baseStore() {
        return baseStore;
    }

    public InMemoryProjectVolumes volumes() {
        return volumes;
    }

    public InMemoryVolumes dataVolumes() {
        return dataVolumes;
    }

    public InMemoryVolumeStore volumeStore() {
        return volumeStore;
    }

    public InMemoryVolumeSnapshots volumeSnapshots() {
        return volumeSnapshots;
    }

    public InMemoryVolumeSnapshotStore volumeSnapshotStore() {
        return volumeSnapshotStore;
    }

    public InMemoryHosts hosts() {
        return hosts;
    }

    public InMemoryHostRoutes routes() {
        return routes;
    }

    public InMemoryBoxMounts mounts() {
        return mounts;
    }

    public InMemoryBoxEngine engine() {
        return engine;
    }

    public InMemoryBoxProcesses processes() {
        return processes;
    }
}
