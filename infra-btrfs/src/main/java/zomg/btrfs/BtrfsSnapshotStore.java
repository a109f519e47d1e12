package zomg.btrfs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.port.SnapshotStore;

/**
 * What snapshots keep as read-only subvolumes, each in the quota group of its box. What is nested
 * in one has the flags that it had in the root, because a restored root has them again.
 */
public final class BtrfsSnapshotStore implements SnapshotStore {

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final BoxQuotas quotas;
    private final Reserve reserve;
    private final BtrfsRootStore roots;

    public BtrfsSnapshotStore(
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            Reserve reserve,
            BtrfsRootStore roots) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.quotas = quotas;
        this.reserve = reserve;
        this.roots = roots;
    }

    @Override
    public boolean takesSteps(Uid root) {
        return disk.hasNested(pool.root(root));
    }

    @Override
    public void flush(Uid root) {
        roots.flush(root);
    }

    /** On disk when this returns: the kernel commits each snapshot that it makes. */
    @Override
    public OptionalLong take(Uid snapshot, Uid root) {
        Path source = pool.root(root);
        Path target = pool.checkpoint(snapshot);
        Optional<QuotaGroup> group = quotas.find(root);
        if (!disk.has(target)) {
            reserve.require();
            if (disk.hasNested(source)) {
                roots.onFull(
                        root,
                        subvolumes -> PoolDisk.makePart(subvolumes, source, target, true, group));
                disk.finish(target);
            } else {
                roots.onFull(root, subvolumes -> subvolumes.snapshot(source, target, true, group));
            }
        }
        return group.map(quotas::used).orElseGet(OptionalLong::empty);
    }

    @Override
    public void restore(Uid root, Uid snapshot) {
        roots.replace(root, pool.checkpoint(snapshot));
    }

    @Override
    public void delete(Uid snapshot) {
        disk.write(
                subvolumes -> {
                    subvolumes.delete(PoolDisk.part(pool.checkpoint(snapshot)));
                    subvolumes.delete(pool.checkpoint(snapshot));
                });
        disk.write(_ -> reserve.giveBackSoon());
    }

    /** A read-only directory cannot change its parent. */
    @Override
    public void setAside(Uid snapshot) {
        Path kept = pool.checkpoint(snapshot);
        disk.write(subvolumes -> subvolumes.delete(PoolDisk.part(kept)));
        if (disk.has(kept)) {
            disk.write(subvolumes -> subvolumes.setReadOnly(kept, false));
            disk.rename(kept, pool.setAside(snapshot));
        }
    }

    @Override
    public Set<Uid> list() {
        return disk.list(pool.checkpoints());
    }
}
