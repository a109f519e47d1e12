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
    private final Groups groups;
    private final Reserve reserve;

    /**
     * @param quotas those of data volumes
     */
    public BtrfsVolumeStore(
            PoolDirectories pool, Subvolumes subvolumes, BoxQuotas quotas, Reserve reserve) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.groups = new Groups(quotas, disk);
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

    /** In the group of a volume that is there, whether or not it is full. */
    void with(Uid volume, BiConsumer<Subvolumes, Optional<QuotaGroup>> work) {
        groups.making(
                () ->
                        groups.onFull(
                                volume,
                                subvolumes -> work.accept(subvolumes, groups.find(volume))));
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

    /** The kernel writes what a subvolume has in memory before it makes a snapshot of it. */
    @Override
    public void flush(Uid volume) {
        Path target = pool.volume(volume);
        with(
                volume,
                (subvolumes, group) -> {
                    PoolDisk.makePart(subvolumes, target, target, false, group);
                    subvolumes.delete(PoolDisk.part(target));
                });
    }

    @Override
    public void delete(Uid volume) {
        Path target = pool.volume(volume);
        groups.onFull(
                volume,
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
        groups.onFull(volume, subvolumes -> subvolumes.delete(PoolDisk.part(target)));
        if (disk.has(target)) {
            disk.rename(target, pool.setAside(volume));
        }
    }

    @Override
    public void sweep() {
        list().stream().filter(this::hasHalf).forEach(this::removeHalf);
        groups.sweep(
                list(),
                volume ->
                        disk.has(pool.volume(volume))
                                || disk.has(PoolDisk.part(pool.volume(volume)))
                                || disk.has(pool.setAside(volume)));
    }

    private boolean hasHalf(Uid volume) {
        Path target = pool.volume(volume);
        return disk.has(PoolDisk.part(target)) && disk.has(target);
    }

    /** What a flush or a restore left that was cut off. */
    private void removeHalf(Uid volume) {
        groups.alone(
                () ->
                        groups.onFull(
                                volume,
                                subvolumes ->
                                        subvolumes.delete(PoolDisk.part(pool.volume(volume)))));
    }

    @Override
    public Set<Uid> list() {
        return disk.list(pool.volumes());
    }
}
