package zomg.api.wiring;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import zomg.port.BoxMounts;
import zomg.port.Boxes;
import zomg.port.IdSource;
import zomg.port.Projects;
import zomg.port.VolumeLimits;
import zomg.port.VolumeSnapshotStore;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.ShowBox;
import zomg.usecase.box.StoppedMeanwhile;
import zomg.usecase.setup.ReconcileVolumes;
import zomg.usecase.setup.SnapshotCheck;
import zomg.usecase.volume.AttachVolume;
import zomg.usecase.volume.BoxVolumeSnapshots;
import zomg.usecase.volume.BoxVolumes;
import zomg.usecase.volume.CreateVolume;
import zomg.usecase.volume.DeleteVolume;
import zomg.usecase.volume.ListVolumes;
import zomg.usecase.volume.RestoreVolume;
import zomg.usecase.volume.SnapshotVolume;
import zomg.usecase.volume.UpdateVolume;
import zomg.usecase.volume.VolumeTurns;

/** What can be done with data volumes. */
@Dependent
public class VolumeWiring {

    @Produces
    @Singleton
    VolumeTurns turns(Settings settings) {
        return new VolumeTurns(settings.busyPatience());
    }

    @Produces
    @Singleton
    BoxVolumes boxVolumes(
            Volumes volumes,
            VolumeStore store,
            VolumeLimits limits,
            VolumeTurns turns,
            IdSource ids,
            InstantSource clock) {
        return new BoxVolumes(volumes, store, limits, turns, ids, clock);
    }

    @Produces
    @Singleton
    ListVolumes listVolumes(Volumes volumes) {
        return new ListVolumes(volumes);
    }

    @Produces
    @Singleton
    CreateVolume createVolume(
            Volumes volumes,
            VolumeStore store,
            VolumeLimits limits,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore snapshotStore,
            Projects projects,
            VolumeTurns turns,
            IdSource ids,
            InstantSource clock) {
        return new CreateVolume(
                volumes, store, limits, snapshots, snapshotStore, projects, turns, ids, clock);
    }

    @Produces
    @Singleton
    UpdateVolume updateVolume(
            Volumes volumes, VolumeLimits limits, VolumeTurns turns, InstantSource clock) {
        return new UpdateVolume(volumes, limits, turns, clock);
    }

    @Produces
    @Singleton
    DeleteVolume deleteVolume(
            Volumes volumes,
            VolumeStore store,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore snapshotStore,
            VolumeTurns turns) {
        return new DeleteVolume(volumes, store, snapshots, snapshotStore, turns);
    }

    @Produces
    @Singleton
    AttachVolume attachVolume(
            Boxes boxes,
            BoxMounts mounts,
            ShowBox showBox,
            BoxVolumes volumes,
            BoxTurns turns,
            InstantSource clock) {
        return new AttachVolume(boxes, mounts, showBox, volumes, turns, clock);
    }

    @Produces
    @Singleton
    ReconcileVolumes reconcileVolumes(
            Volumes volumes,
            VolumeStore store,
            VolumeLimits limits,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore snapshotStore,
            SnapshotCheck snapshotCheck,
            Boxes boxes,
            VolumeTurns turns,
            InstantSource clock) {
        return new ReconcileVolumes(
                volumes,
                store,
                limits,
                snapshots,
                snapshotStore,
                snapshotCheck,
                boxes,
                turns,
                clock);
    }

    @Produces
    @Singleton
    BoxVolumeSnapshots boxVolumeSnapshots(
            Volumes volumes,
            VolumeStore disks,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore store,
            VolumeTurns turns,
            IdSource ids,
            InstantSource clock) {
        return new BoxVolumeSnapshots(volumes, disks, snapshots, store, turns, ids, clock);
    }

    @Produces
    @Singleton
    SnapshotVolume snapshotVolume(
            Volumes volumes,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore store,
            VolumeTurns turns,
            IdSource ids,
            InstantSource clock) {
        return new SnapshotVolume(volumes, snapshots, store, turns, ids, clock);
    }

    @Produces
    @Singleton
    RestoreVolume restoreVolume(
            Volumes volumes,
            VolumeSnapshots snapshots,
            VolumeSnapshotStore store,
            StoppedMeanwhile stopped,
            VolumeTurns turns,
            InstantSource clock) {
        return new RestoreVolume(volumes, snapshots, store, stopped, turns, clock);
    }
}
