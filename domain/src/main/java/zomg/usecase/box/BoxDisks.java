package zomg.usecase.box;

import zomg.model.id.Uid;
import zomg.model.snapshot.Snapshot;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;
import zomg.port.Snapshots;

/** What a box has on disk, all of which goes with it. */
public final class BoxDisks {

    private final RootStore roots;
    private final Snapshots snapshots;
    private final SnapshotStore snapshotStore;

    public BoxDisks(RootStore roots, Snapshots snapshots, SnapshotStore snapshotStore) {
        this.roots = roots;
        this.snapshots = snapshots;
        this.snapshotStore = snapshotStore;
    }

    /** Of a box whose record says that it goes; the record goes after this. */
    public void delete(Uid box) {
        roots.delete(box);
        snapshots.of(box).stream().map(Snapshot::uid).forEach(snapshotStore::delete);
    }
}
