package zomg.linux.btrfs;

import java.nio.ByteBuffer;

/**
 * What struct btrfs_inode_item says of a file, a directory or anything else.
 *
 * @param transaction that changed it last
 * @param changed when that was, in nanoseconds; wraps around
 * @param mode with the type in it
 */
record Inode(
        long generation,
        long transaction,
        long changed,
        long size,
        int uid,
        int gid,
        int mode,
        long device) {

    static final int ITEM = 1;

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final long NANOS = 1_000_000_000L;

    /** What a directory looks like that stands where a subvolume is not. */
    static final Inode EMPTY_DIRECTORY = new Inode(0, 0, 0, 0, 0, 0, DIRECTORY | 0755, 0);

    static Inode of(ByteBuffer item) {
        return new Inode(
                item.getLong(0),
                item.getLong(8),
                item.getLong(124) * NANOS + item.getInt(132),
                item.getLong(16),
                item.getInt(44),
                item.getInt(48),
                item.getInt(52),
                item.getLong(56));
    }

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean hasTypeOf(Inode other) {
        return (mode & TYPE) == (other.mode & TYPE);
    }

    /** Type, permissions, owner, group and device. */
    boolean looksLike(Inode other) {
        return mode == other.mode && uid == other.uid && gid == other.gid && device == other.device;
    }

    /** Whether nothing has changed it in one tree and not in the other. */
    boolean isUntouched(Inode other) {
        return generation == other.generation
                && transaction == other.transaction
                && changed == other.changed;
    }
}
