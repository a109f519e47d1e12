package zomg.usecase.space;

import java.util.HashSet;
import java.util.Set;
import zomg.error.Refusal;
import zomg.model.id.Uid;
import zomg.model.id.VolumeRef;
import zomg.model.space.Disk;
import zomg.model.space.DiskUse;
import zomg.model.volume.Volume;
import zomg.model.volume.VolumeSnapshot;
import zomg.model.volume.VolumeStatus;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.usecase.volume.ListVolumes;
import zomg.usecase.volume.VolumeTurns;

/** Tells what a data volume costs, with its snapshots. */
public final class MeasureVolume {

    private final ListVolumes listVolumes;
    private final VolumeStore store;
    private final VolumeSnapshots snapshots;
    private final VolumeTurns turns;
    private final MeasureSpace measure;

    public MeasureVolume(
            ListVolumes listVolumes,
            VolumeStore store,
            VolumeSnapshots snapshots,
            VolumeTurns turns,
            MeasureSpace measure) {
        this.listVolumes = listVolumes;
        this.store = store;
        this.snapshots = snapshots;
        this.turns = turns;
        this.measure = measure;
    }

    /**
     * What is known at once.
     *
     * @throws Refusal VOLUME_NOT_FOUND
     */
    public DiskUse show(VolumeRef ref) {
        Volume volume = listVolumes.show(ref).volume();
        return measure.known(disk(volume), volume.storage());
    }

    /**
     * @throws Refusal VOLUME_NOT_FOUND
     */
    public Uid find(VolumeRef ref) {
        return listVolumes.show(ref).volume().uid();
    }

    /**
     * Looks at the whole pool, which takes its time; the volume can be used and changed meanwhile.
     * What boxes have written is written to disk before that, unless it is busy with a change.
     *
     * @throws Refusal VOLUME_NOT_FOUND
     */
    public DiskUse measure(VolumeRef ref) {
        Volume volume = listVolumes.show(ref).volume();
        flush(volume);
        Set<Disk> together = new HashSet<>();
        together.add(disk(volume));
        snapshots.list(volume.uid()).stream()
                .map(VolumeSnapshot::uid)
                .forEach(uid -> together.add(new Disk(Disk.Kind.VOLUME_SNAPSHOT, uid)));
        return measure.measure(disk(volume), together, volume.storage());
    }

    private static Disk disk(Volume volume) {
        return new Disk(Disk.Kind.VOLUME, volume.uid());
    }

    private void flush(Volume volume) {
        try {
            turns.takeIfFree(
                    volume.ref(),
                    () -> {
                        if (store.list().contains(volume.uid()) && volume.is(VolumeStatus.READY)) {
                            store.flush(volume.uid());
                        }
                        return true;
                    });
        } catch (Refusal full) {
            // What cannot be written now is not on disk, and does not count yet.
        }
    }
}
