package zomg.memory;

import java.util.Set;
import zomg.model.id.Uid;
import zomg.port.VolumeSnapshotStore;

/** Snapshots of volumes in an {@link InMemoryPool}. */
public final class InMemoryVolumeSnapshotStore implements VolumeSnapshotStore {

    private final InMemoryPool pool;
    private final NextFailure takeFailure = new NextFailure();
    private final NextFailure restoreFailure = new NextFailure();
    private final NextFailure deleteFailure = new NextFailure();

    public InMemoryVolumeSnapshotStore(InMemoryPool pool) {
        this.pool = pool;
    }

    public void failNextTake(RuntimeException failure) {
        takeFailure.prepare(failure);
    }

    public void failNextRestore(RuntimeException failure) {
        restoreFailure.prepare(failure);
    }

    public void failNextDelete(RuntimeException failure) {
        deleteFailure.prepare(failure);
    }

    @Override
    public void take(Uid snapshot, Uid volume) {
        takeFailure.strike();
        pool.volumeToSnapshot(volume, snapshot);
    }

    @Override
    public void copy(Uid snapshot, Uid volume) {
        pool.snapshotToVolume(snapshot, volume);
    }

    @Override
    public void restore(Uid snapshot, Uid volume) {
        restoreFailure.strike();
        pool.restoreVolume(snapshot, volume);
    }

    @Override
    public void tidy(Uid volume) {
        // A restore in memory is one step.
    }

    @Override
    public void delete(Uid snapshot) {
        deleteFailure.strike();
        pool.deleteVolumeSnapshot(snapshot);
    }

    @Override
    public void setAside(Uid snapshot) {
        pool.setVolumeSnapshotAside(snapshot);
    }

    @Override
    public Set<Uid> list() {
        return pool.volumeSnapshots();
    }
}
