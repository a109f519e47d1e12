package zomg.usecase.setup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import zomg.model.base.Base;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.box.Sighting;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.model.snapshot.Snapshot;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.port.BaseStore;
import zomg.port.Bases;
import zomg.port.BoxEngine;
import zomg.port.Boxes;
import zomg.port.Graves;
import zomg.port.ProjectVolumes;
import zomg.port.Projects;
import zomg.port.RootStore;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;
import zomg.usecase.base.BuildsUnderWay;
import zomg.usecase.base.ListBases;
import zomg.usecase.box.BoxHosts;
import zomg.usecase.project.ListProjects;
import zomg.usecase.setup.Finding.Kind;
import zomg.usecase.setup.Reconcile.Diagnosis;

/** Finds what is there and no record names. */
public final class Leftovers {

    /**
     * What was seen.
     *
     * @param unnamed what no record names, and what to do about it
     * @param roots of boxes, but for those that somebody deleted
     * @param dataVolumes disks of data volumes
     * @param volumeSnapshots disks of their snapshots
     * @param kept what snapshots keep
     * @param forgotten boxes, snapshots, volumes and projects that somebody deleted
     */
    record Seen(
            List<Diagnosis> unnamed,
            Set<Uid> roots,
            Set<Uid> dataVolumes,
            Set<Uid> volumeSnapshots,
            Set<Uid> kept,
            Set<Uid> forgotten) {}

    private final Boxes boxes;
    private final Graves graves;
    private final Projects projects;
    private final Bases bases;
    private final RootStore roots;
    private final SnapshotCheck snapshots;
    private final BaseStore baseStore;
    private final ProjectVolumes volumes;
    private final Volumes dataVolumes;
    private final VolumeStore volumeStore;
    private final VolumeSnapshots volumeSnapshots;
    private final VolumeSnapshotStore volumeSnapshotStore;
    private final BoxEngine engine;
    private final BoxHosts hosts;
    private final BuildsUnderWay builds;

    public Leftovers(
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
        this.boxes = boxes;
        this.graves = graves;
        this.projects = projects;
        this.bases = bases;
        this.roots = roots;
        this.snapshots = snapshots;
        this.baseStore = baseStore;
        this.volumes = volumes;
        this.dataVolumes = dataVolumes;
        this.volumeStore = volumeStore;
        this.volumeSnapshots = volumeSnapshots;
        this.volumeSnapshotStore = volumeSnapshotStore;
        this.engine = engine;
        this.hosts = hosts;
        this.builds = builds;
    }

    /**
     * Things are looked at before their records: they are made after them, so what has no record by
     * now has none. Graves come last: what had a record then and has none now is in one.
     */
    Seen look() {
        Set<Uid> sighted = engine.list();
        Set<Uid> routed = hosts.list();
        Set<Uid> rootsThere = new HashSet<>(roots.list());
        Set<Uid> kept = snapshots.kept();
        Set<Uid> basesThere = baseStore.list();
        Set<Uid> volumesThere = volumes.list();
        Set<Uid> dataThere = volumeStore.list();
        Set<Uid> dataKept = volumeSnapshotStore.list();
        Set<Uid> known = builds.uids();
        new ListBases(bases).all().map(Base::uid).forEach(known::add);
        Boxes.Query.everything().in(boxes).map(Box::uid).forEach(known::add);
        Volumes.Query.all(dataVolumes).map(Volume::uid).forEach(known::add);
        VolumeSnapshots.Query.all(volumeSnapshots).map(VolumeSnapshot::uid).forEach(known::add);
        snapshots.all().map(Snapshot::uid).forEach(known::add);
        ListProjects.all(projects).map(Project::uid).forEach(known::add);
        Set<Uid> forgotten = graves.forgotten();

        List<Diagnosis> unnamed = new ArrayList<>();
        without(known, sighted).forEach(uid -> unnamed.add(orphanBox(uid)));
        without(known, routed).forEach(uid -> unnamed.add(orphanRoutes(uid)));
        both(rootsThere, forgotten).forEach(uid -> unnamed.add(deletedRoot(uid)));
        rootsThere.removeAll(forgotten);
        Set<Uid> orphanBases = without(known, basesThere);
        without(orphanBases, without(known, rootsThere))
                .forEach(uid -> unnamed.add(orphanRoot(uid)));
        Set<Uid> orphanVolumes = without(orphanBases, without(known, volumesThere));
        both(orphanVolumes, forgotten).forEach(uid -> unnamed.add(deletedVolume(uid)));
        without(forgotten, orphanVolumes).forEach(uid -> unnamed.add(orphanVolume(uid)));
        Set<Uid> orphanData = without(known, dataThere);
        both(orphanData, forgotten).forEach(uid -> unnamed.add(deletedData(uid)));
        without(forgotten, orphanData).forEach(uid -> unnamed.add(orphanData(uid)));
        Set<Uid> orphanSnapshots = without(known, dataKept);
        both(orphanSnapshots, forgotten).forEach(uid -> unnamed.add(deletedSnapshot(uid)));
        without(forgotten, orphanSnapshots).forEach(uid -> unnamed.add(orphanSnapshot(uid)));
        without(known, kept).stream()
                .map(uid -> snapshots.unnamed(uid, forgotten))
                .forEach(unnamed::add);
        orphanBases.forEach(uid -> unnamed.add(orphanBase(uid)));
        return new Seen(unnamed, rootsThere, dataThere, dataKept, kept, forgotten);
    }

    /**
     * What is gone for good needs no grave any more. What does not go now is tried again the next
     * time, and harms nobody until then.
     */
    void sweep(Seen seen) {
        try {
            Set<Uid> gone = new HashSet<>(seen.forgotten());
            gone.removeAll(roots.list());
            gone.removeAll(snapshots.kept());
            gone.removeAll(volumes.list());
            gone.removeAll(volumeStore.list());
            gone.removeAll(volumeSnapshotStore.list());
            roots.sweep();
            graves.settle(gone);
        } catch (RuntimeException _) {
            // Nothing of a box hangs on it.
        }
    }

    private Diagnosis orphanBox(Uid uid) {
        Optional<Sighting> sighting = engine.sight(uid, BoxConfig.UNLIMITED);
        return new Diagnosis(
                Finding.of(
                        uid,
                        Kind.ORPHAN_BOX,
                        "no record names the box of this: " + Reconcile.words(sighting)),
                "no record",
                () -> engine.remove(uid));
    }

    private Diagnosis orphanRoutes(Uid uid) {
        return new Diagnosis(
                Finding.of(
                        uid, Kind.ORPHAN_BOX, "no record names the box that these hosts lead to"),
                "no record",
                () -> hosts.remove(uid));
    }

    /** A power cut undid what the disk had not written yet of a delete that was answered. */
    private Diagnosis deletedRoot(Uid root) {
        return new Diagnosis(
                Finding.of(root, Kind.DELETED_ROOT, "the root of a deleted box is there again"),
                "deleted before",
                () -> roots.delete(root));
    }

    private Diagnosis orphanRoot(Uid root) {
        return new Diagnosis(
                Finding.of(root, Kind.ORPHAN_ROOT, "no record names this root"),
                "no record",
                () -> roots.setAside(root));
    }

    /** Its delete was cut off, or a power cut undid it. */
    private Diagnosis deletedVolume(Uid project) {
        return new Diagnosis(
                Finding.of(
                        project,
                        Kind.DELETED_VOLUME,
                        "volumes of a deleted project are still there"),
                "deleted before",
                () -> volumes.delete(project));
    }

    private Diagnosis orphanVolume(Uid project) {
        return new Diagnosis(
                Finding.of(
                        project,
                        Kind.ORPHAN_VOLUME,
                        "no record names the project of these volumes"),
                "no record",
                () -> volumes.setAside(project));
    }

    /** As those of projects. */
    private Diagnosis deletedData(Uid volume) {
        return new Diagnosis(
                Finding.of(volume, Kind.DELETED_VOLUME, "a deleted data volume is still there"),
                "deleted before",
                () -> volumeStore.delete(volume));
    }

    /** A disk is made after its record, and deleted after it: its record was lost. */
    private Diagnosis orphanData(Uid volume) {
        return new Diagnosis(
                Finding.of(volume, Kind.ORPHAN_VOLUME, "no record names this data volume"),
                "no record",
                () -> volumeStore.setAside(volume));
    }

    private Diagnosis deletedSnapshot(Uid snapshot) {
        return new Diagnosis(
                Finding.of(
                        snapshot,
                        Kind.DELETED_VOLUME,
                        "a deleted snapshot of a data volume is still there"),
                "deleted before",
                () -> volumeSnapshotStore.delete(snapshot));
    }

    private Diagnosis orphanSnapshot(Uid snapshot) {
        return new Diagnosis(
                Finding.of(
                        snapshot,
                        Kind.ORPHAN_VOLUME,
                        "no record names this snapshot of a data volume"),
                "no record",
                () -> volumeSnapshotStore.setAside(snapshot));
    }

    /**
     * The base goes last: it is what tells root and volumes of a build from others. They may have
     * been made after they were listed.
     */
    private Diagnosis orphanBase(Uid base) {
        return new Diagnosis(
                Finding.of(base, Kind.ORPHAN_BASE, "no record names this base"),
                "no record",
                () -> {
                    roots.delete(base);
                    volumes.delete(base);
                    baseStore.delete(base);
                });
    }

    private static Set<Uid> without(Set<Uid> known, Set<Uid> found) {
        Set<Uid> unknown = new HashSet<>(found);
        unknown.removeAll(known);
        return unknown;
    }

    private static Set<Uid> both(Set<Uid> one, Set<Uid> other) {
        Set<Uid> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }
}
