package zomg.usecase.space;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.snapshot.Snapshot;
import zomg.model.space.Disk;
import zomg.model.space.DiskUse;
import zomg.model.volume.Volume;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.port.VolumeSnapshots;
import zomg.port.VolumeStore;
import zomg.port.Volumes;
import zomg.usecase.box.BoxTurns;
import zomg.usecase.box.ShowBox;

/** Tells what a box costs: its disk, its snapshots, and what was made for it alone. */
public final class MeasureBox {

    private final ShowBox showBox;
    private final Snapshots snapshots;
    private final SnapshotStore store;
    private final Volumes volumes;
    private final VolumeStore volumeStore;
    private final VolumeSnapshots volumeSnapshots;
    private final BoxTurns turns;
    private final MeasureSpace measure;

    public MeasureBox(
            ShowBox showBox,
            Snapshots snapshots,
            SnapshotStore store,
            Volumes volumes,
            VolumeStore volumeStore,
            VolumeSnapshots volumeSnapshots,
            BoxTurns turns,
            MeasureSpace measure) {
        this.showBox = showBox;
        this.snapshots = snapshots;
        this.store = store;
        this.volumes = volumes;
        this.volumeStore = volumeStore;
        this.volumeSnapshots = volumeSnapshots;
        this.turns = turns;
        this.measure = measure;
    }

    /**
     * What is known at once.
     *
     * @throws Refusal BOX_NOT_FOUND
     */
    public DiskUse show(BoxRef ref) {
        Box box = showBox.show(ref);
        return measure.known(disk(box), box.spec().config().storage());
    }

    /**
     * Looks at the whole pool, which takes its time; the box can be changed meanwhile. What it has
     * written is written to disk before that, unless it is busy with a change.
     *
     * @throws Refusal BOX_NOT_FOUND
     */
    public DiskUse measure(BoxRef ref) {
        Box box = showBox.show(ref);
        List<Volume> own = volumes.ownedBy(box.uid());
        flush(box, own);
        Set<Uid> kept =
                snapshots.of(box.uid()).stream().map(Snapshot::uid).collect(Collectors.toSet());
        Set<Disk> together = new HashSet<>();
        together.add(disk(box));
        kept.forEach(uid -> together.add(new Disk(Disk.Kind.SNAPSHOT, uid)));
        if (!kept.isEmpty()) {
            volumeSnapshots
                    .takenWith(kept)
                    .forEach(one -> together.add(new Disk(Disk.Kind.VOLUME_SNAPSHOT, one.uid())));
        }
        own.forEach(volume -> together.add(new Disk(Disk.Kind.VOLUME, volume.uid())));
        return measure.measure(disk(box), together, box.spec().config().storage());
    }

    private static Disk disk(Box box) {
        return new Disk(Disk.Kind.BOX, box.uid());
    }

    private void flush(Box box, List<Volume> own) {
        try {
            turns.takeIfFree(
                    box.ref(),
                    () -> {
                        showBox.find(box.ref())
                                .filter(now -> now.uid().equals(box.uid()))
                                .filter(MeasureBox::isWhole)
                                .ifPresent(_ -> flushNow(box, own));
                        return true;
                    });
        } catch (Refusal full) {
            // What cannot be written now is not on disk, and does not count yet.
        }
    }

    private static boolean isWhole(Box box) {
        return box.is(BoxStatus.RUNNING) || box.is(BoxStatus.STOPPED);
    }

    private void flushNow(Box box, List<Volume> own) {
        store.flush(box.uid());
        own.forEach(volume -> volumeStore.flush(volume.uid()));
    }
}
