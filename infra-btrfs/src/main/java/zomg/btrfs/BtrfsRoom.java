package zomg.btrfs;

import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.Space;
import zomg.linux.btrfs.Spaces;
import zomg.linux.libc.SyscallFailed;
import zomg.linux.pool.PoolDirectories;
import zomg.port.Room;

/** The room of the pool, as btrfs counts it. */
public final class BtrfsRoom implements Room {

    private final PoolDirectories pool;
    private final Spaces spaces;
    private final ReserveConfig reserve;

    public BtrfsRoom(PoolDirectories pool, Spaces spaces, ReserveConfig reserve) {
        this.pool = pool;
        this.spaces = spaces;
        this.reserve = reserve;
    }

    @Override
    public Room.Sizes look() {
        try {
            Space space = spaces.of(pool.pool());
            return new Room.Sizes(
                    space.size(),
                    Math.max(0, space.dataFree()),
                    space.metadataFree(),
                    reserve.poolBytes(space.size()));
        } catch (SyscallFailed failure) {
            throw new Refusal(ErrorCode.ENGINE_UNAVAILABLE, "the pool cannot be seen", failure);
        }
    }
}
