package zomg.btrfs;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.SyscallFailed;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.model.box.Storage;
import zomg.model.id.Uid;
import zomg.port.RootStore;

/** Roots as writable snapshots, each in the quota group of its box. */
public final class BtrfsRootStore implements RootStore {

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final BoxQuotas quotas;
    private final Reserve reserve;
    private final ReadyRoots ready;

    /** Many make roots side by side; none of their groups may be swept away before its root is. */
    private final ReadWriteLock groups = new ReentrantReadWriteLock();

    public BtrfsRootStore(
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            Reserve reserve,
            ReadyRoots ready) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.quotas = quotas;
        this.reserve = reserve;
        this.ready = ready;
    }

    @Override
    public void create(Uid root, Uid base) {
        if (disk.has(pool.root(root))) {
            return;
        }
        reserve.require();
        Path source = pool.base(base);
        try {
            if (!disk.has(source)) {
                throw gone(base);
            }
            if (disk.hasNested(source)) {
                copyWithNested(root, source);
                return;
            }
            holding(
                    groups.readLock(),
                    () -> {
                        if (!ready.take(base, root)) {
                            disk.snapshotOnce(source, pool.root(root), false, group(root));
                        }
                    });
        } catch (SyscallFailed failure) {
            throw disk.has(source) ? failure : gone(base);
        }
    }

    private Refusal gone(Uid base) {
        ready.drop(base);
        return baseIsGone();
    }

    static Refusal baseIsGone() {
        return new Refusal(ErrorCode.BASE_NOT_FOUND, "the base was deleted meanwhile");
    }

    /**
     * A snapshot is on disk when the kernel has made it. One with nested subvolumes takes several
     * steps: it gets its name with the last, and a name given by renaming has to be committed.
     */
    @Override
    public void fork(Uid root, Uid source) {
        Path target = pool.root(root);
        if (disk.has(target)) {
            return;
        }
        reserve.require();
        if (!disk.hasNested(pool.root(source))) {
            holding(
                    groups.readLock(),
                    () -> disk.snapshotOnce(pool.root(source), target, false, group(root)));
            return;
        }
        copyWithNested(root, pool.root(source));
    }

    private void copyWithNested(Uid root, Path source) {
        Path target = pool.root(root);
        holding(
                groups.readLock(),
                () -> {
                    Optional<QuotaGroup> group = group(root);
                    disk.write(
                            subvolumes ->
                                    PoolDisk.makePart(subvolumes, source, target, false, group));
                });
        disk.finish(target);
    }

    /**
     * Makes a root anew, as a copy of {@code source}. What it was is under the other name for a
     * moment; if it stays there, {@link #sweep} removes it.
     */
    void replace(Uid root, Path source) {
        reserve.require();
        Path target = pool.root(root);
        Path part = part(root);
        holding(
                groups.readLock(),
                () -> {
                    Optional<QuotaGroup> group = group(root);
                    onFull(
                            root,
                            subvolumes ->
                                    PoolDisk.makePart(subvolumes, source, target, false, group));
                    if (disk.has(target)) {
                        disk.write(subvolumes -> subvolumes.exchange(part, target));
                    } else {
                        disk.rename(part, target);
                    }
                    onFull(root, subvolumes -> subvolumes.delete(part));
                });
        commit();
        disk.write(_ -> reserve.giveBackSoon());
    }

    /** The kernel writes what a subvolume has in memory before it makes a snapshot of it. */
    void flush(Uid root) {
        Path target = pool.root(root);
        holding(
                groups.readLock(),
                () ->
                        onFull(
                                root,
                                subvolumes -> {
                                    PoolDisk.makePart(
                                            subvolumes, target, target, false, quotas.find(root));
                                    subvolumes.delete(part(root));
                                }));
    }

    /** What we do to the disk of a box is done whether or not the box may write. */
    void onFull(Uid root, Consumer<Subvolumes> work) {
        disk.write(subvolumes -> quotas.makeRoom(root, () -> work.accept(subvolumes)));
    }

    private void commit() {
        disk.write(subvolumes -> subvolumes.commit(pool.roots()));
    }

    private Optional<QuotaGroup> group(Uid root) {
        return disk.ask(() -> quotas.ensure(root));
    }

    @Override
    public void limit(Uid root, Optional<Storage> storage) {
        Optional<QuotaGroup> group = quotas.find(root);
        if (group.isPresent()) {
            disk.write(
                    _ ->
                            quotas.limit(
                                    group.get(),
                                    storage.map(limit -> OptionalLong.of(limit.bytes()))
                                            .orElseGet(OptionalLong::empty)));
        } else if (storage.isPresent()) {
            throw new Refusal(
                    ErrorCode.QUOTA_UNSUPPORTED,
                    quotas.areOn()
                            ? "the box was made before its pool counted what boxes write;"
                                    + " a fork of it can have a storage limit"
                            : "the pool cannot limit the storage of boxes:"
                                    + " simple quotas of btrfs are off");
        }
    }

    /** A full box has no room to remove what is nested in it, and no more need of its limit. */
    @Override
    public void delete(Uid root) {
        onFull(
                root,
                subvolumes -> {
                    subvolumes.delete(part(root));
                    subvolumes.delete(pool.root(root));
                });
        disk.write(_ -> reserve.giveBackSoon());
    }

    /** One that is aside already under this name makes this fail: neither replaces the other. */
    @Override
    public void setAside(Uid root) {
        onFull(root, subvolumes -> subvolumes.delete(part(root)));
        if (disk.has(pool.root(root))) {
            disk.rename(pool.root(root), pool.setAside(root));
        }
    }

    @Override
    public Set<Uid> list() {
        return disk.list(pool.roots());
    }

    /** The group of a deleted subvolume cannot go before btrfs has cleaned up behind it. */
    @Override
    public void sweep() {
        commit();
        holding(groups.writeLock(), ready::settle);
        list().stream()
                .filter(root -> disk.has(part(root)) && disk.has(pool.root(root)))
                .forEach(this::removeHalf);
        Set<Uid> without = new HashSet<>(quotas.list());
        without.removeAll(list());
        without.removeIf(root -> disk.has(pool.setAside(root)));
        for (Uid root : without) {
            holding(
                    groups.writeLock(),
                    () -> {
                        if (!disk.has(pool.root(root)) && !disk.has(part(root))) {
                            disk.write(_ -> quotas.remove(root));
                        }
                    });
        }
    }

    /** Who is at work on one holds the other lock. */
    private void removeHalf(Uid root) {
        holding(
                groups.writeLock(),
                () -> onFull(root, subvolumes -> subvolumes.delete(part(root))));
    }

    private static void holding(Lock lock, Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private Path part(Uid root) {
        return PoolDisk.part(pool.root(root));
    }
}
