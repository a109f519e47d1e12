package zomg.btrfs;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.model.space.Storage;

/**
 * One kind of disks, each in a quota group of its uid. Many make disks side by side; none of their
 * groups may be swept away before its disk is there.
 */
final class GroupedDisks {

    private static final int GIBIBYTE = 30;

    private final BoxQuotas quotas;
    private final PoolDisk disk;
    private final PoolDirectories pool;
    private final Function<Uid, Path> place;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /**
     * @param place of each disk
     */
    GroupedDisks(BoxQuotas quotas, PoolDisk disk, PoolDirectories pool, Function<Uid, Path> place) {
        this.quotas = quotas;
        this.disk = disk;
        this.pool = pool;
        this.place = place;
    }

    /** Where a disk is made before it takes its place. */
    Path part(Uid uid) {
        return PoolDisk.part(place.apply(uid));
    }

    /** Makes a disk of this uid, in its group. */
    void making(Uid uid, Consumer<Optional<QuotaGroup>> work) {
        making(() -> work.accept(disk.ask(() -> quotas.ensure(uid))));
    }

    /** As {@link #making(Uid, Consumer)}, for who sees to the group. */
    void making(Runnable work) {
        holding(lock.readLock(), work);
    }

    /** While nobody makes a disk. */
    void alone(Runnable work) {
        holding(lock.writeLock(), work);
    }

    private static void holding(Lock lock, Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** In the group of a disk that is there, whether or not it is full. */
    void with(Uid uid, BiConsumer<Subvolumes, Optional<QuotaGroup>> work) {
        making(() -> onFull(uid, subvolumes -> work.accept(subvolumes, quotas.find(uid))));
    }

    /** The kernel writes what a subvolume has in memory before it makes a snapshot of it. */
    void flush(Uid uid) {
        Path target = place.apply(uid);
        with(
                uid,
                (subvolumes, group) -> {
                    PoolDisk.makePart(subvolumes, target, target, false, group);
                    subvolumes.delete(part(uid));
                });
    }

    /** A full disk has no room to remove what is nested in it, and no more need of its limit. */
    void delete(Uid uid) {
        onFull(
                uid,
                subvolumes -> {
                    subvolumes.delete(part(uid));
                    subvolumes.delete(place.apply(uid));
                });
    }

    /** One that is aside already under this name makes this fail: neither replaces the other. */
    void setAside(Uid uid) {
        deletePart(uid);
        if (disk.has(place.apply(uid))) {
            disk.rename(place.apply(uid), pool.setAside(uid));
        }
    }

    private void deletePart(Uid uid) {
        onFull(uid, subvolumes -> subvolumes.delete(part(uid)));
    }

    /** What we do to a disk is done whether or not those whose it is may write. */
    void onFull(Uid uid, Consumer<Subvolumes> work) {
        disk.write(subvolumes -> quotas.makeRoom(uid, () -> work.accept(subvolumes)));
    }

    /**
     * @param madeBefore why one that has none cannot have a limit where others can
     * @param kind what disks these are of
     * @throws Refusal QUOTA_UNSUPPORTED for a limit of one that has no group
     */
    void limit(Uid uid, Optional<Storage> storage, String madeBefore, String kind) {
        Optional<QuotaGroup> group = quotas.find(uid);
        if (group.isPresent()) {
            OptionalLong bytes =
                    storage.map(limit -> OptionalLong.of(limit.bytes()))
                            .orElseGet(OptionalLong::empty);
            disk.write(_ -> quotas.limit(group.get(), bytes));
        } else if (storage.isPresent()) {
            throw new Refusal(
                    ErrorCode.QUOTA_UNSUPPORTED,
                    quotas.areOn()
                            ? madeBefore
                            : "the pool cannot limit the storage of %s: simple quotas of btrfs are off"
                                    .formatted(kind));
        }
    }

    /** The limit that is in force; empty also for one below a GiB, which none of ours is. */
    Optional<Storage> limit(Uid uid) {
        return quotas.find(uid).stream()
                .map(quotas::limit)
                .flatMapToLong(OptionalLong::stream)
                .mapToObj(bytes -> bytes >> GIBIBYTE)
                .filter(gibibytes -> gibibytes > 0)
                .map(gibibytes -> new Storage(Math.toIntExact(gibibytes)))
                .findFirst();
    }

    /**
     * Removes what was cut off beside disks that are there, and groups of disks that are gone. That
     * of a deleted subvolume cannot go before btrfs has cleaned up behind it.
     */
    void sweep(Set<Uid> there) {
        // Who is at work on one holds the other lock.
        there.stream()
                .filter(uid -> disk.has(part(uid)) && disk.has(place.apply(uid)))
                .forEach(uid -> alone(() -> deletePart(uid)));
        Set<Uid> without = new HashSet<>(quotas.list());
        without.removeAll(there);
        without.removeIf(this::needsGroup);
        for (Uid uid : without) {
            alone(
                    () -> {
                        if (!needsGroup(uid)) {
                            disk.write(_ -> quotas.remove(uid));
                        }
                    });
        }
    }

    private boolean needsGroup(Uid uid) {
        return disk.has(place.apply(uid)) || disk.has(part(uid)) || disk.has(pool.setAside(uid));
    }
}
