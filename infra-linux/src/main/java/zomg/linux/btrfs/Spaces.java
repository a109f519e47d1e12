package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import zomg.linux.libc.Errno;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;

/**
 * How full btrfs file systems are. What {@code statfs} says is a guess that leaves out that data
 * and metadata are kept in chunks of their own: a file system can have room for one and none for
 * the other.
 *
 * @see <a
 *     href="https://btrfs.readthedocs.io/en/latest/btrfs-filesystem.html">btrfs-filesystem(8)</a>
 */
public final class Spaces {

    private static final long SPACE_INFO = 0xc0109414L;
    private static final long DEV_INFO = 0xd000941eL;
    private static final long FS_INFO = 0x8400941fL;

    private static final int FS_INFO_SIZE = 1024;
    private static final int FS_INFO_NODE_SIZE = 32;
    private static final int DEV_INFO_SIZE = 4096;
    private static final int DEVICE_USED = 24;
    private static final int DEVICE_TOTAL = 32;

    private static final int SLOTS = 64;
    private static final int SPACE_HEAD = 2 * Long.BYTES;
    private static final int SPACE_SLOT = 3 * Long.BYTES;

    private static final long DATA = 1;
    private static final long METADATA = 1 << 2;
    private static final long TWO_COPIES = 1 << 4 | 1 << 5 | 1 << 6;
    private static final long THREE_COPIES = 1 << 9;
    private static final long FOUR_COPIES = 1 << 10;

    /** Metadata that btrfs keeps for itself, so that one can still delete. */
    private static final long GLOBAL_RESERVE = 1L << 49;

    /** What the chunks of one kind have. */
    private static final class Chunks {
        private long free;
        private int copies = 1;
    }

    private final Libc libc;

    public Spaces(Libc libc) {
        this.libc = libc;
    }

    public Space of(Path pool) {
        try (FileDescriptor top = libc.open(pool.toString(), Libc.O_RDONLY | Libc.O_DIRECTORY)) {
            return of(top);
        }
    }

    private Space of(FileDescriptor top) {
        Chunks data = new Chunks();
        Chunks metadata = new Chunks();
        byte[] argument = new byte[SPACE_HEAD + SLOTS * SPACE_SLOT];
        ByteBuffer fields = ordered(argument);
        fields.putLong(0, SLOTS);
        libc.ioctl(top, SPACE_INFO, argument, "space");
        long found = Math.min(SLOTS, fields.getLong(Long.BYTES));
        for (int i = 0; i < found; i++) {
            int at = SPACE_HEAD + i * SPACE_SLOT;
            long flags = fields.getLong(at);
            long free = fields.getLong(at + Long.BYTES) - fields.getLong(at + 2 * Long.BYTES);
            if ((flags & GLOBAL_RESERVE) != 0) {
                metadata.free -= free;
                continue;
            }
            // On a mixed file system the two share their chunks.
            if ((flags & DATA) != 0) {
                add(data, flags, free);
            }
            if ((flags & METADATA) != 0) {
                add(metadata, flags, free);
            }
        }
        return withDevices(top, data, metadata);
    }

    private static void add(Chunks chunks, long flags, long free) {
        chunks.free += free;
        chunks.copies = Math.max(chunks.copies, copies(flags));
    }

    private static int copies(long flags) {
        if ((flags & FOUR_COPIES) != 0) {
            return 4;
        }
        if ((flags & THREE_COPIES) != 0) {
            return 3;
        }
        return (flags & TWO_COPIES) != 0 ? 2 : 1;
    }

    /** How large each block of a tree is. */
    int nodeSize(FileDescriptor top) {
        byte[] info = new byte[FS_INFO_SIZE];
        libc.ioctl(top, FS_INFO, info, "size of nodes");
        return ordered(info).getInt(FS_INFO_NODE_SIZE);
    }

    private Space withDevices(FileDescriptor top, Chunks data, Chunks metadata) {
        byte[] info = new byte[FS_INFO_SIZE];
        libc.ioctl(top, FS_INFO, info, "devices");
        long last = ordered(info).getLong(0);
        long total = 0;
        long unallocated = 0;
        for (long id = 1; id <= last; id++) {
            byte[] argument = new byte[DEV_INFO_SIZE];
            ByteBuffer fields = ordered(argument);
            fields.putLong(0, id);
            if (isThere(top, argument, id)) {
                total += fields.getLong(DEVICE_TOTAL);
                unallocated += fields.getLong(DEVICE_TOTAL) - fields.getLong(DEVICE_USED);
            }
        }
        return new Space(
                total / data.copies,
                data.free + unallocated / data.copies,
                Math.max(0, metadata.free) + unallocated / metadata.copies);
    }

    /** Numbers of devices have gaps where one was removed. */
    private boolean isThere(FileDescriptor top, byte[] argument, long id) {
        try {
            libc.ioctl(top, DEV_INFO, argument, "device " + id);
            return true;
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.ENODEV) {
                throw failure;
            }
            return false;
        }
    }

    private static ByteBuffer ordered(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
