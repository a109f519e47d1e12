package zomg.btrfs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.port.VolumeSnapshotStore;

/** Snapshots of data volumes as snapshots of subvolumes, which nothing ever mounts. */
public final class BtrfsVolumeSnapshotStore implements VolumeSnapshotStore {

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final Reserve reserve;

    public BtrfsVolumeSnapshotStore(PoolDirectories pool, Subvolumes subvolumes, Reserve reserve) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.reserve = reserve;
    }

    @Override
    public void take(Uid snapshot, Uid volume) {
        copyOnce(pool.volume(volume), pool.volumeCheckpoint(snapshot));
    }

    @Override
    public void copy(Uid snapshot, Uid volume) {
        copyOnce(pool.volumeCheckpoint(snapshot), pool.volume(volume));
    }

    private void copyOnce(Path source, Path target) {
        if (!disk.has(target)) {
            reserve.require();
            disk.copyOnce(source, target, false);
        }
    }

    /** What will be the volume is made whole beside it; then both change their names. */
    @Override
    public void restore(Uid snapshot, Uid volume) {
        reserve.require();
        Path target = pool.volume(volume);
        Path next = PoolDisk.part(target);
        disk.write(
                subvolumes ->
                        PoolDisk.makePart(
                                subvolumes,
                                pool.volumeCheckpoint(snapshot),
                                target,
                                false,
                                Optional.empty()));
        disk.exchange(next, target);
        delete(next);
    }

    @Override
    public void tidy(Uid volume) {
        delete(PoolDisk.part(pool.volume(volume)));
    }

    /** With what became of it before it was whole. */
    @Override
    public void delete(Uid snapshot) {
        Path target = pool.volumeCheckpoint(snapshot);
        delete(PoolDisk.part(target));
        delete(target);
    }

    private void delete(Path subvolume) {
        disk.write(subvolumes -> subvolumes.delete(subvolume));
    }

    /** One that is aside already under this name makes this fail: neither replaces the other. */
    @Override
    public void setAside(Uid snapshot) {
        Path target = pool.volumeCheckpoint(snapshot);
        delete(PoolDisk.part(target));
        if (disk.has(target)) {
            disk.rename(target, pool.setAside(snapshot));
        }
    }

    @Override
    public Set<Uid> list() {
        return disk.list(pool.volumeCheckpoints());
    }
}
