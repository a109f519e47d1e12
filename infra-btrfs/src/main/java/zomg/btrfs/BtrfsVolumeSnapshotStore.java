package zomg.btrfs;

import java.nio.file.Path;
import java.util.Set;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.port.VolumeSnapshotStore;

/**
 * Snapshots of data volumes as snapshots of subvolumes, which nothing ever mounts, each in the
 * quota group of its volume.
 */
public final class BtrfsVolumeSnapshotStore implements VolumeSnapshotStore {

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final Reserve reserve;
    private final BtrfsVolumeStore volumes;

    public BtrfsVolumeSnapshotStore(
            PoolDirectories pool,
            Subvolumes subvolumes,
            Reserve reserve,
            BtrfsVolumeStore volumes) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.reserve = reserve;
        this.volumes = volumes;
    }

    @Override
    public void take(Uid snapshot, Uid volume) {
        Path source = pool.volume(volume);
        Path target = pool.volumeCheckpoint(snapshot);
        if (disk.has(target)) {
            return;
        }
        reserve.require();
        if (!disk.hasNested(source)) {
            volumes.with(
                    volume,
                    (subvolumes, group) -> subvolumes.snapshot(source, target, false, group));
            return;
        }
        makePart(volume, source, target);
        disk.finish(target);
    }

    @Override
    public void copy(Uid snapshot, Uid volume) {
        if (!disk.has(pool.volume(volume))) {
            reserve.require();
            volumes.copyFrom(pool.volumeCheckpoint(snapshot), volume);
        }
    }

    /** What will be the volume is made whole beside it; then both change their names. */
    @Override
    public void restore(Uid snapshot, Uid volume) {
        reserve.require();
        Path source = pool.volumeCheckpoint(snapshot);
        Path target = pool.volume(volume);
        Path next = PoolDisk.part(target);
        volumes.making(
                () -> {
                    makePart(volume, source, target);
                    disk.exchange(next, target);
                    volumes.with(volume, (subvolumes, _) -> subvolumes.delete(next));
                });
    }

    private void makePart(Uid volume, Path source, Path target) {
        volumes.with(
                volume,
                (subvolumes, group) -> PoolDisk.makePart(subvolumes, source, target, false, group));
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
