package zomg.api.container;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.memory.InMemoryBoxFiles;
import zomg.memory.InMemoryBoxNetwork;
import zomg.memory.InMemoryDifferences;
import zomg.memory.InMemoryMachine;
import zomg.memory.InMemoryOperations;
import zomg.memory.InMemorySnapshotFiles;
import zomg.memory.InMemorySpaceUse;
import zomg.memory.InMemoryTokens;
import zomg.model.base.Recipe;
import zomg.model.base.Recipes;
import zomg.model.box.Box;
import zomg.model.box.Environment;
import zomg.model.box.Isolation;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionTerms;
import zomg.model.id.BaseAlias;
import zomg.model.id.Uid;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.BoxEnds;
import zomg.port.BoxEngine;
import zomg.port.BoxFiles;
import zomg.port.BoxFreezer;
import zomg.port.BoxMounts;
import zomg.port.BoxNetwork;
import zomg.port.BoxProcesses;
import zomg.port.BoxStarts;
import zomg.port.Boxes;
import zomg.port.BuildLogs;
import zomg.port.Differences;
import zomg.port.EngineReadiness;
import zomg.port.FreedSpace;
import zomg.port.Graves;
import zomg.port.HostRoutes;
import zomg.port.Hosts;
import zomg.port.IdSource;
import zomg.port.Journal;
import zomg.port.KeyedRequests;
import zomg.port.MachinePart;
import zomg.port.Operations;
import zomg.port.ProjectVolumes;
import zomg.port.Projects;
import zomg.port.Room;
import zomg.port.RootStore;
import zomg.port.Session;
import zomg.port.SnapshotFiles;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.port.SpaceUse;
import zomg.port.Tokens;
import zomg.port.VolumeLimits;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;
import zomg.usecase.base.BuildBase;

/** Instead of the real adapters. */
@Dependent
public class MemoryWiring {

    @Produces
    @Singleton
    InMemoryMachine machine() {
        InMemoryMachine machine = new InMemoryMachine();
        machine.processes().playNext("", new ExecEnd.Exited(0));
        return machine;
    }

    @Produces
    @Singleton
    InMemoryMachine.Ports ports(InMemoryMachine machine) {
        return machine.ports();
    }

    @Produces
    @Singleton
    Boxes boxes(InMemoryMachine.Ports ports) {
        return ports.boxes();
    }

    @Produces
    @Singleton
    Projects projects(InMemoryMachine.Ports ports) {
        return ports.projects();
    }

    @Produces
    @Singleton
    Bases bases(InMemoryMachine.Ports ports) {
        return ports.bases();
    }

    @Produces
    @Singleton
    RootStore roots(InMemoryMachine.Ports ports) {
        return ports.roots();
    }

    @Produces
    @Singleton
    SnapshotFiles snapshotFiles(InMemoryMachine machine) {
        return new InMemorySnapshotFiles(machine.pool());
    }

    @Produces
    @Singleton
    BoxFreezer freezer(InMemoryMachine.Ports ports) {
        return ports.freezer();
    }

    @Produces
    @Singleton
    Snapshots snapshots(InMemoryMachine.Ports ports) {
        return ports.snapshots();
    }

    @Produces
    @Singleton
    SnapshotStore snapshotStore(InMemoryMachine.Ports ports) {
        return ports.snapshotStore();
    }

    @Produces
    @Singleton
    Room room() {
        return () -> new Room.Sizes(1L << 32, 1L << 31, 1L << 28, 1L << 30);
    }

    @Produces
    @Singleton
    FreedSpace freedSpace() {
        return _ -> true;
    }

    @Produces
    @Singleton
    BaseStore baseStore(InMemoryMachine.Ports ports) {
        return ports.baseStore();
    }

    @Produces
    @Singleton
    BoxEngine engine(InMemoryMachine.Ports ports) {
        return ports.engine();
    }

    @Produces
    @Singleton
    ProjectVolumes volumes(InMemoryMachine.Ports ports) {
        return ports.volumes();
    }

    @Produces
    @Singleton
    Volumes dataVolumes(InMemoryMachine.Ports ports) {
        return ports.dataVolumes();
    }

    @Produces
    @Singleton
    VolumeStore volumeStore(InMemoryMachine.Ports ports) {
        return ports.volumeStore();
    }

    @Produces
    @Singleton
    VolumeLimits volumeLimits(InMemoryMachine.Ports ports) {
        return ports.volumeLimits();
    }

    @Produces
    @Singleton
    VolumeSnapshots volumeSnapshots(InMemoryMachine.Ports ports) {
        return ports.volumeSnapshots();
    }

    @Produces
    @Singleton
    VolumeSnapshotStore volumeSnapshotStore(InMemoryMachine.Ports ports) {
        return ports.volumeSnapshotStore();
    }

    @Produces
    @Singleton
    BoxMounts mounts(InMemoryMachine.Ports ports) {
        return ports.mounts();
    }

    @Produces
    @Singleton
    Hosts hosts(InMemoryMachine.Ports ports) {
        return ports.hosts();
    }

    @Produces
    @Singleton
    HostRoutes routes(InMemoryMachine.Ports ports) {
        return ports.routes();
    }

    @Produces
    @Singleton
    Graves graves(InMemoryMachine machine) {
        return machine.boxes();
    }

    @Produces
    @Singleton
    BoxStarts starts(InMemoryMachine machine) {
        return machine.engine();
    }

    @Produces
    @Singleton
    EngineReadiness readiness(InMemoryMachine machine) {
        return machine.engine();
    }

    @Produces
    @Singleton
    BoxEnds ends(InMemoryMachine machine) {
        return machine.engine();
    }

    @Produces
    @Singleton
    BoxProcesses processes(InMemoryMachine.Ports ports) {
        return new Breakable(ports.processes());
    }

    @Produces
    @Singleton
    SpaceUse spaceUse(InMemoryMachine machine) {
        return new InMemorySpaceUse(machine.pool());
    }

    @Produces
    @Singleton
    Differences differences(InMemoryMachine machine) {
        return new InMemoryDifferences(machine.pool());
    }

    @Produces
    @Singleton
    BoxFiles files(InMemoryMachine machine) {
        return new InMemoryBoxFiles();
    }

    @Produces
    @Singleton
    BoxNetwork network(InMemoryMachine machine) {
        return new InMemoryBoxNetwork(machine.engine());
    }

    @Produces
    @Singleton
    Operations operations(InMemoryMachine machine) {
        return new InMemoryOperations(machine.history());
    }

    @Produces
    @Singleton
    KeyedRequests keyedRequests(InMemoryMachine.Ports ports) {
        return ports.requests();
    }

    @Produces
    @Singleton
    Tokens tokens(InMemoryMachine machine) {
        return new InMemoryTokens(machine.history());
    }

    @Produces
    @Singleton
    Journal journal(InMemoryMachine machine) {
        return machine.history();
    }

    @Produces
    @Singleton
    IdSource ids(InMemoryMachine machine) {
        return machine.ids();
    }

    @Produces
    @Singleton
    InstantSource clock(InMemoryMachine machine) {
        return machine.clock();
    }

    @Produces
    @Singleton
    List<MachinePart> parts(InMemoryMachine machine) {
        return machine.parts();
    }

    @Produces
    @Singleton
    Recipes recipes() {
        return new Recipes(
                new Recipe(new BaseAlias("box-base"), "true"),
                List.of(new Recipe(new BaseAlias("dev-base"), "true")));
    }

    @Produces
    @Singleton
    BuildLogs buildLogs(InMemoryMachine.Ports ports) {
        return ports.buildLogs();
    }

    @Produces
    @Singleton
    BuildBase.Terms buildTerms() {
        return new BuildBase.Terms(Duration.ofMinutes(1), Environment.EMPTY, Isolation.HARDENED);
    }

    /** Lets a test ask for a bug: it says the command {@code break}. */
    record Breakable(BoxProcesses processes) implements BoxProcesses {

        @Override
        public ExecEnd run(Box box, ExecRequest request, OutputStream stdout, OutputStream stderr) {
            if (request.command().contains("break")) {
                throw new IllegalStateException("secret");
            }
            return processes.run(box, request, stdout, stderr);
        }

        @Override
        public int start(Box box, Uid id, ExecRequest request) {
            return processes.start(box, id, request);
        }

        @Override
        public Session open(Box box, Uid id, ExecRequest request, SessionTerms terms) {
            return processes.open(box, id, request, terms);
        }

        @Override
        public Session join(Box box, Uid id, Optional<OutputOffsets> has) {
            return processes.join(box, id, has);
        }

        @Override
        public List<SessionInfo> sessions(Box box) {
            return processes.sessions(box);
        }
    }
}
