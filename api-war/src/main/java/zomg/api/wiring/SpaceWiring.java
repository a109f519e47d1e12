package zomg.api.wiring;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import zomg.port.Bases;
import zomg.port.Boxes;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.port.SpaceUse;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.ShowBox;
import zomg.usecase.space.DiskNames;
import zomg.usecase.space.MeasureBox;
import zomg.usecase.space.MeasureSpace;
import zomg.usecase.space.MeasureVolume;
import zomg.usecase.volume.ListVolumes;
import zomg.usecase.volume.VolumeTurns;

/** What is asked about room on the pool. */
@Dependent
public class SpaceWiring {

    @Produces
    @Singleton
    MeasureSpace measureSpace(
            SpaceUse space,
            Boxes boxes,
            Snapshots snapshots,
            Bases bases,
            Volumes volumes,
            VolumeSnapshots volumeSnapshots,
            InstantSource clock) {
        return new MeasureSpace(
                space, new DiskNames(boxes, snapshots, bases, volumes, volumeSnapshots), clock);
    }

    @Produces
    @Singleton
    MeasureBox measureBox(
            ShowBox showBox,
            Snapshots snapshots,
            SnapshotStore store,
            Volumes volumes,
            VolumeStore volumeStore,
            VolumeSnapshots volumeSnapshots,
            BoxTurns turns,
            MeasureSpace measure) {
        return new MeasureBox(
                showBox, snapshots, store, volumes, volumeStore, volumeSnapshots, turns, measure);
    }

    @Produces
    @Singleton
    MeasureVolume measureVolume(
            ListVolumes listVolumes,
            VolumeStore store,
            VolumeSnapshots snapshots,
            VolumeTurns turns,
            MeasureSpace measure) {
        return new MeasureVolume(listVolumes, store, snapshots, turns, measure);
    }
}
