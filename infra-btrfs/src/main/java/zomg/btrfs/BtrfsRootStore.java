package zomg.btrfs;

import java.nio.file.Path;
import java.util.Set;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.port.RootStore;

/** Roots as writable snapshots. */
public final class BtrfsRootStore implements RootStore {

    private final PoolDirectories pool;
    private final PoolDisk disk;

    public BtrfsRootStore(PoolDirectories pool, Subvolumes subvolumes) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
    }

    @Override
    public void create(Uid root, Uid base) {
        disk.snapshotOnce(pool.base(base), pool.root(root), false);
    }

    /** A snapshot with nested subvolumes takes several steps: it gets its name with the last. */
    @Override
    public void fork(Uid root, Uid source) {
        Path target = pool.root(root);
        if (disk.has(target)) {
            return;
        }
        Path part = part(root);
        disk.write(
                subvolumes -> {
                    subvolumes.delete(part);
                    subvolumes.snapshotWithNested(pool.root(source), part);
                });
        disk.rename(part, target);
    }

    @Override
    public void delete(Uid root) {
        disk.write(
                subvolumes -> {
                    subvolumes.delete(part(root));
                    subvolumes.delete(pool.root(root));
                });
    }

    /** One that is aside already under this name makes this fail: neither replaces the other. */
    @Override
    public void setAside(Uid root) {
        disk.write(subvolumes -> subvolumes.delete(part(root)));
        if (disk.has(pool.root(root))) {
            disk.rename(pool.root(root), pool.setAside(root));
        }
    }

    @Override
    public Set<Uid> list() {
        return disk.list(pool.roots());
    }

    private Path part(Uid root) {
        return pool.roots().resolve(root + ".part");
    }
}
