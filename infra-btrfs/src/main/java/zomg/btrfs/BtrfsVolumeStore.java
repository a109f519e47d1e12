package zomg.btrfs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.model.space.Storage;
import zomg.port.VolumeLimits;
import zomg.port.VolumeStore;

/**
 * Data volumes as subvolumes, each in a quota group of its own, beside those that the engine makes
 * for every box.
 */
public final class BtrfsVolumeStore implements VolumeStore, VolumeLimits {

    private static final int MODE = 0755;

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final GroupedDisks groups;
    private final Reserve reserve;

    /**
     * @param quotas those of data volumes
     */
    public BtrfsVolumeStore(
            PoolDirectories pool, Subvolumes subvolumes, BoxQuotas quotas, Reserve reserve) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.groups = new GroupedDisks(quotas, disk, pool, pool::volume);
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
        Path part = groups.part(volume);
        groups.making(
                volume,
                group -> {
                    disk.write(
                            subvolumes -> {
                                subvolumes.delete(part);
                                subvolumes.create(part, group);
                                subvolumes.setMode(part, MODE);
                            });
                    disk.finish(target);
                });
    }

    @Override
    public void copy(Uid volume, Uid source) {
        if (!disk.has(pool.volume(volume))) {
            reserve.require();
            copyFrom(pool.volume(source), volume);
        }
    }

    /** A new volume that equals another subvolume. */
    void copyFrom(Path source, Uid volume) {
        groups.making(volume, group -> disk.copyOnce(source, pool.volume(volume), false, group));
    }

    /** As {@link GroupedDisks#with}. */
    void with(Uid volume, BiConsumer<Subvolumes, Optional<QuotaGroup>> work) {
        groups.with(volume, work);
    }

    /** While nothing is swept away. */
    void making(Runnable work) {
        groups.making(work);
    }

    @Override
    public void limit(Uid volume, Optional<Storage> storage) {
        groups.limit(
                volume,
                storage,
                "the volume was made before its pool counted what boxes write;"
                        + " a copy of it can have a storage limit",
                "data volumes");
    }

    @Override
    public Optional<Storage> limit(Uid volume) {
        return groups.limit(volume);
    }

    @Override
    public void flush(Uid volume) {
        groups.flush(volume);
    }

    @Override
    public void delete(Uid volume) {
        groups.delete(volume);
        disk.write(_ -> reserve.giveBackSoon());
    }

    @Override
    public void setAside(Uid volume) {
        groups.setAside(volume);
    }

    @Override
    public void sweep() {
        groups.sweep(list());
    }

    @Override
    public Set<Uid> list() {
        return disk.list(pool.volumes());
    }
}
