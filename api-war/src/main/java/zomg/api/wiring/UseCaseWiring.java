package zomg.api.wiring;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import zomg.api.session.Opening;
import zomg.api.socket.Heartbeat;
import zomg.api.tunnel.Tunnelling;
import zomg.model.box.BoxDefaults;
import zomg.port.Bases;
import zomg.port.BoxEngine;
import zomg.port.BoxFiles;
import zomg.port.BoxFreezer;
import zomg.port.BoxNetwork;
import zomg.port.BoxProcesses;
import zomg.port.Boxes;
import zomg.port.Differences;
import zomg.port.EngineReadiness;
import zomg.port.HostRoutes;
import zomg.port.Hosts;
import zomg.port.IdSource;
import zomg.port.Journal;
import zomg.port.KeyedRequests;
import zomg.port.ProjectVolumes;
import zomg.port.Projects;
import zomg.port.RootStore;
import zomg.port.SnapshotFiles;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.port.Tokens;
import zomg.usecase.access.Authenticate;
import zomg.usecase.access.Tickets;
import zomg.usecase.box.BoxDisks;
import zomg.usecase.box.BoxHosts;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.CreateBox;
import zomg.usecase.box.DeleteBox;
import zomg.usecase.box.ExecInBox;
import zomg.usecase.box.ListBoxes;
import zomg.usecase.box.ListSessions;
import zomg.usecase.box.OneInstant;
import zomg.usecase.box.OpenSession;
import zomg.usecase.box.OpenTunnel;
import zomg.usecase.box.PublishBox;
import zomg.usecase.box.ReadLog;
import zomg.usecase.box.ResumeBox;
import zomg.usecase.box.ShowBox;
import zomg.usecase.box.StartBox;
import zomg.usecase.box.StopBox;
import zomg.usecase.box.UnpublishBox;
import zomg.usecase.box.UpdateBox;
import zomg.usecase.diff.DiffBox;
import zomg.usecase.diff.DiffFile;
import zomg.usecase.file.ChangeFiles;
import zomg.usecase.file.FileAccess;
import zomg.usecase.file.ReadFiles;
import zomg.usecase.journal.PruneJournal;
import zomg.usecase.journal.ReadAudit;
import zomg.usecase.journal.VerifyJournal;
import zomg.usecase.project.DeleteProject;
import zomg.usecase.project.ListProjects;
import zomg.usecase.project.UpdateProject;
import zomg.usecase.setup.Setup;
import zomg.usecase.snapshot.FindSnapshot;
import zomg.usecase.volume.BoxVolumeSnapshots;
import zomg.usecase.volume.BoxVolumes;

/** The use cases of boxes, their files and sessions, on top of the ports. */
@Dependent
public class UseCaseWiring {

    @Produces
    @Singleton
    BoxTurns turns(Settings settings) {
        return new BoxTurns(settings.busyPatience());
    }

    @Produces
    @Singleton
    BoxDefaults defaults(Settings settings) {
        return settings.defaults();
    }

    @Produces
    @Singleton
    ShowBox showBox(Boxes boxes) {
        return new ShowBox(boxes);
    }

    @Produces
    @Singleton
    ListBoxes listBoxes(Boxes boxes) {
        return new ListBoxes(boxes);
    }

    @Produces
    @Singleton
    OneInstant oneInstant(BoxFreezer freezer, InstantSource clock) {
        return new OneInstant(freezer, clock);
    }

    @Produces
    @Singleton
    BoxHosts boxHosts(Hosts hosts, HostRoutes routes, Settings settings) {
        return new BoxHosts(hosts, routes, settings.domains());
    }

    @Produces
    @Singleton
    PublishBox publishBox(Hosts hosts, ShowBox showBox, BoxHosts boxHosts, BoxTurns turns) {
        return new PublishBox(hosts, showBox, boxHosts, turns);
    }

    @Produces
    @Singleton
    UnpublishBox unpublishBox(Hosts hosts, ShowBox showBox, BoxHosts boxHosts, BoxTurns turns) {
        return new UnpublishBox(hosts, showBox, boxHosts, turns);
    }

    @Produces
    @Singleton
    CreateBox createBox(
            Boxes boxes,
            Projects projects,
            Bases bases,
            RootStore roots,
            SnapshotStore snapshotStore,
            OneInstant oneInstant,
            BoxEngine engine,
            EngineReadiness readiness,
            BoxVolumes volumes,
            BoxHosts hosts,
            BoxTurns turns,
            IdSource ids,
            InstantSource clock) {
        return new CreateBox(
                boxes,
                projects,
                bases,
                roots,
                snapshotStore,
                oneInstant,
                engine,
                readiness,
                volumes,
                hosts,
                turns,
                ids,
                clock);
    }

    @Produces
    @Singleton
    UpdateBox updateBox(
            Boxes boxes,
            RootStore roots,
            BoxEngine engine,
            ShowBox showBox,
            BoxHosts hosts,
            BoxTurns turns,
            InstantSource clock) {
        return new UpdateBox(boxes, roots, engine, showBox, hosts, turns, clock);
    }

    @Produces
    @Singleton
    StopBox stopBox(
            Boxes boxes,
            BoxEngine engine,
            EngineReadiness readiness,
            ShowBox showBox,
            BoxTurns turns,
            InstantSource clock) {
        return new StopBox(boxes, engine, readiness, showBox, turns, clock);
    }

    @Produces
    @Singleton
    StartBox startBox(
            Boxes boxes,
            Projects projects,
            BoxEngine engine,
            Snapshots snapshots,
            InstantSource clock) {
        return new StartBox(boxes, projects, engine, snapshots, clock);
    }

    @Produces
    @Singleton
    ResumeBox resumeBox(
            Boxes boxes,
            BoxEngine engine,
            EngineReadiness readiness,
            StartBox startBox,
            ShowBox showBox,
            BoxTurns turns,
            InstantSource clock) {
        return new ResumeBox(boxes, engine, readiness, startBox, showBox, turns, clock);
    }

    @Produces
    @Singleton
    BoxDisks boxDisks(
            RootStore roots,
            Snapshots snapshots,
            SnapshotStore snapshotStore,
            BoxVolumeSnapshots volumes) {
        return new BoxDisks(roots, snapshots, snapshotStore, volumes);
    }

    @Produces
    @Singleton
    DeleteBox deleteBox(
            Boxes boxes,
            BoxDisks disks,
            BoxEngine engine,
            BoxVolumes volumes,
            BoxHosts hosts,
            BoxTurns turns,
            InstantSource clock) {
        return new DeleteBox(boxes, disks, engine, volumes, hosts, turns, clock);
    }

    @Produces
    @Singleton
    ExecInBox execInBox(
            BoxProcesses processes,
            ShowBox showBox,
            KeyedRequests requests,
            IdSource ids,
            Settings settings) {
        return new ExecInBox(processes, showBox, requests, ids, settings.maxCommands());
    }

    @Produces
    @Singleton
    OpenSession openSession(
            BoxProcesses processes, ShowBox showBox, IdSource ids, Settings settings) {
        return new OpenSession(processes, showBox, ids, settings.maxSessions());
    }

    @Produces
    @Singleton
    ListSessions listSessions(BoxProcesses processes, ShowBox showBox) {
        return new ListSessions(processes, showBox);
    }

    @Produces
    @Singleton
    FileAccess fileAccess(ShowBox showBox, Projects projects, Settings settings) {
        return new FileAccess(showBox, projects, settings.maxFiles());
    }

    @Produces
    @Singleton
    ReadFiles readFiles(
            BoxFiles files, SnapshotFiles kept, FileAccess access, FindSnapshot findSnapshot) {
        return new ReadFiles(files, kept, access, findSnapshot);
    }

    @Produces
    @Singleton
    ChangeFiles changeFiles(BoxFiles files, FileAccess access, KeyedRequests requests) {
        return new ChangeFiles(files, access, requests);
    }

    @Produces
    @Singleton
    OpenTunnel openTunnel(BoxNetwork network, ShowBox showBox, Settings settings) {
        return new OpenTunnel(network, showBox, settings.maxTunnels());
    }

    @Produces
    @Singleton
    ReadLog readLog(BoxProcesses processes, ShowBox showBox, IdSource ids) {
        return new ReadLog(processes, showBox, ids);
    }

    @Produces
    @Singleton
    Heartbeat heartbeat() {
        return new Heartbeat();
    }

    void close(@Disposes Heartbeat heartbeat) {
        heartbeat.close();
    }

    @Produces
    @Singleton
    Opening opening(OpenSession openSession, Setup setup, Heartbeat heartbeat) {
        return new Opening(openSession, setup, heartbeat);
    }

    @Produces
    @Singleton
    Tunnelling tunnelling(OpenTunnel openTunnel, Setup setup, Heartbeat heartbeat) {
        return new Tunnelling(openTunnel, setup, heartbeat);
    }

    @Produces
    @Singleton
    ListProjects listProjects(Projects projects, Boxes boxes) {
        return new ListProjects(projects, boxes);
    }

    @Produces
    @Singleton
    DiffBox diffBox(ShowBox showBox, FindSnapshot findSnapshot, Differences differences) {
        return new DiffBox(showBox, findSnapshot, differences);
    }

    @Produces
    @Singleton
    DiffFile diffFile(ShowBox showBox, FindSnapshot findSnapshot, Differences differences) {
        return new DiffFile(showBox, findSnapshot, differences);
    }

    @Produces
    @Singleton
    UpdateProject updateProject(Projects projects, ListProjects listProjects) {
        return new UpdateProject(projects, listProjects);
    }

    @Produces
    @Singleton
    ReadAudit readAudit(Journal journal) {
        return new ReadAudit(journal);
    }

    @Produces
    @Singleton
    DeleteProject deleteProject(Projects projects, ProjectVolumes volumes) {
        return new DeleteProject(projects, volumes);
    }

    @Produces
    @Singleton
    VerifyJournal verifyJournal(Journal journal) {
        return new VerifyJournal(journal);
    }

    @Produces
    @Singleton
    PruneJournal pruneJournal(Journal journal, Settings settings, InstantSource clock) {
        return new PruneJournal(journal, settings.journalRetention(), clock);
    }

    @Produces
    @Singleton
    Authenticate authenticate(Tokens tokens) {
        return new Authenticate(tokens);
    }

    @Produces
    @Singleton
    Tickets tickets(InstantSource clock) {
        return new Tickets(clock, new RandomSecrets());
    }
}
