package zomg.usecase.box;

import java.util.List;
import zomg.model.id.Uid;
import zomg.model.snapshot.Snapshot;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;
import zomg.usecase.volume.BoxVolumeSnapshots;

/** What a box has on disk, all of which goes with it, but for volumes that were made for it. */
public final class BoxDisks {

    private final RootStore roots;
    private final Snapshots snapshots;
    private final SnapshotStore snapshotStore;
    private final BoxVolumeSnapshots volumes;

    public BoxDisks(
            RootStore roots,
            Snapshots snapshots,
            SnapshotStore snapshotStore,
            BoxVolumeSnapshots volumes) {
        this.roots = roots;
        this.snapshots = snapshots;
        this.snapshotStore = snapshotStore;
        this.volumes = volumes;
    }

    /** Of a box whose record says that it goes; the record goes after this. */
    public void delete(Uid box) {
        roots.delete(box);
        List<Snapshot> own = snapshots.of(box);
        own.stream().map(Snapshot::uid).forEach(snapshotStore::delete);
        volumes.remove(own);
    }
}
