package zomg.btrfs;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.BoxQuotas;
import zomg.model.id.Uid;
import zomg.model.space.Storage;

/**
 * The quota groups of one kind of disks. Many make disks side by side; none of their groups may be
 * swept away before its disk is there.
 */
final class Groups {

    private static final int GIBIBYTE = 30;

    private final BoxQuotas quotas;
    private final PoolDisk disk;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    Groups(BoxQuotas quotas, PoolDisk disk) {
        this.quotas = quotas;
        this.disk = disk;
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

    Optional<QuotaGroup> find(Uid uid) {
        return quotas.find(uid);
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
     * Removes groups of disks that are gone. That of a deleted subvolume cannot go before btrfs has
     * cleaned up behind it.
     *
     * @param living disks that are there
     * @param needed asked again of one that is not among them
     */
    void sweep(Set<Uid> living, Predicate<Uid> needed) {
        Set<Uid> without = new HashSet<>(quotas.list());
        without.removeAll(living);
        without.removeIf(needed);
        for (Uid uid : without) {
            alone(
                    () -> {
                        if (!needed.test(uid)) {
                            disk.write(_ -> quotas.remove(uid));
                        }
                    });
        }
    }
}
