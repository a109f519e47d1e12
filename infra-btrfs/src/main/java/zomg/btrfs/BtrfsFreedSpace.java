package zomg.btrfs;

import java.time.Duration;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.PoolDirectories;
import zomg.port.FreedSpace;

/** What the cleaner of btrfs gives back, some time after a subvolume was deleted. */
public final class BtrfsFreedSpace implements FreedSpace {

    private final PoolDirectories pool;
    private final Subvolumes subvolumes;

    public BtrfsFreedSpace(PoolDirectories pool, Subvolumes subvolumes) {
        this.pool = pool;
        this.subvolumes = subvolumes;
    }

    @Override
    public boolean await(Duration patience) {
        return subvolumes.awaitReclaimed(pool.roots(), patience);
    }
}
