package zomg.btrfs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.port.VolumeStore;

/** Data volumes as subvolumes, beside those that the engine makes for every box. */
public final class BtrfsVolumeStore implements VolumeStore {

    private static final int MODE = 0755;

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final Reserve reserve;

    public BtrfsVolumeStore(PoolDirectories pool, Subvolumes subvolumes, Reserve reserve) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.reserve = reserve;
    }

    /** It gets its name when its permissions are right. */
    @Override
    public void create(Uid volume) {
        Path target = pool.volume(volume);
        if (disk.has(target)) {
            return;
        }
        reserve.require();
        Path part = PoolDisk.part(target);
        disk.write(
                subvolumes -> {
                    subvolumes.delete(part);
                    subvolumes.create(part, MODE);
                });
        disk.finish(target);
    }

    @Override
    public void copy(Uid volume, Uid source) {
        Path target = pool.volume(volume);
        if (!disk.has(target)) {
            reserve.require();
            disk.copyOnce(pool.volume(source), target, false);
        }
    }

    /** The kernel writes what a subvolume has in memory before it makes a snapshot of it. */
    @Override
    public void flush(Uid volume) {
        Path target = pool.volume(volume);
        disk.write(
                subvolumes -> {
                    PoolDisk.makePart(subvolumes, target, target, false, Optional.empty());
                    subvolumes.delete(PoolDisk.part(target));
                });
    }

    @Override
    public void delete(Uid volume) {
        Path target = pool.volume(volume);
        disk.write(
                subvolumes -> {
                    subvolumes.delete(PoolDisk.part(target));
                    subvolumes.delete(target);
                });
        disk.write(_ -> reserve.giveBackSoon());
    }

    /** One that is aside already under this name makes this fail: neither replaces the other. */
    @Override
    public void setAside(Uid volume) {
        Path target = pool.volume(volume);
        disk.write(subvolumes -> subvolumes.delete(PoolDisk.part(target)));
        if (disk.has(target)) {
            disk.rename(target, pool.setAside(volume));
        }
    }

    @Override
    public Set<Uid> list() {
        return disk.list(pool.volumes());
    }
}
