package zomg.btrfs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.SyscallFailed;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.model.space.Storage;
import zomg.port.RootStore;

/** Roots as writable snapshots, each in the quota group of its box. */
public final class BtrfsRootStore implements RootStore {

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final GroupedDisks groups;
    private final Reserve reserve;
    private final ReadyRoots ready;

    public BtrfsRootStore(
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            Reserve reserve,
            ReadyRoots ready) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.groups = new GroupedDisks(quotas, disk, pool, pool::root);
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
            groups.making(
                    root,
                    group -> {
                        if (!ready.take(base, root)) {
                            disk.snapshotOnce(source, pool.root(root), false, group);
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
            groups.making(
                    root, group -> disk.snapshotOnce(pool.root(source), target, false, group));
            return;
        }
        copyWithNested(root, pool.root(source));
    }

    private void copyWithNested(Uid root, Path source) {
        Path target = pool.root(root);
        groups.making(
                root,
                group ->
                        disk.write(
                                subvolumes ->
                                        PoolDisk.makePart(
                                                subvolumes, source, target, false, group)));
        disk.finish(target);
    }

    /**
     * Makes a root anew, as a copy of {@code source}. What it was is under the other name for a
     * moment; if it stays there, {@link #sweep} removes it.
     */
    void replace(Uid root, Path source) {
        reserve.require();
        Path target = pool.root(root);
        Path part = groups.part(root);
        groups.making(
                root,
                group -> {
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

    /** As {@link GroupedDisks#flush}. */
    void flush(Uid root) {
        groups.flush(root);
    }

    /** What we do to the disk of a box is done whether or not the box may write. */
    void onFull(Uid root, Consumer<Subvolumes> work) {
        groups.onFull(root, work);
    }

    private void commit() {
        disk.write(subvolumes -> subvolumes.commit(pool.roots()));
    }

    @Override
    public void limit(Uid root, Optional<Storage> storage) {
        groups.limit(
                root,
                storage,
                "the box was made before its pool counted what boxes write;"
                        + " a fork of it can have a storage limit",
                "boxes");
    }

    @Override
    public void delete(Uid root) {
        groups.delete(root);
        disk.write(_ -> reserve.giveBackSoon());
    }

    @Override
    public void setAside(Uid root) {
        groups.setAside(root);
    }

    @Override
    public Set<Uid> list() {
        return disk.list(pool.roots());
    }

    @Override
    public void sweep() {
        commit();
        groups.alone(ready::settle);
        groups.sweep(list());
    }
}
