package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;

/**
 * Subvolumes that are deleted and whose space btrfs still takes back: each has an orphan item in
 * the tree of roots until that is done. See btrfs-ioctl(2), and what {@code btrfs subvolume sync}
 * does. Only root may look.
 */
final class DeletedSubvolumes {

    private static final long TREE_SEARCH = 0xd0009411L;
    private static final long SYNC = 0x9408L;

    private static final int ARGUMENTS = 4096;
    private static final long ROOT_TREE = 1;
    private static final long ORPHANS = -5;
    private static final int ORPHAN_ITEM = 48;
    private static final long ALL = -1;

    /** Offsets in struct btrfs_ioctl_search_key, and what follows it. */
    private static final int MIN_OBJECT = 8;

    private static final int MAX_OBJECT = 16;
    private static final int MIN_OFFSET = 24;
    private static final int MAX_OFFSET = 32;
    private static final int MAX_TRANSACTION = 48;
    private static final int MIN_TYPE = 56;
    private static final int MAX_TYPE = 60;
    private static final int ITEMS = 64;
    private static final int FOUND = 104;

    /** Offsets in struct btrfs_ioctl_search_header, and its size. */
    private static final int OFFSET = 16;

    private static final int LENGTH = 28;
    private static final int HEADER = 32;

    private static final int AT_ONCE = 50;
    private static final Duration POLL = Duration.ofMillis(50);

    private final Libc libc;

    DeletedSubvolumes(Libc libc) {
        this.libc = libc;
    }

    /** Whether the space of all that are deleted now is back before {@code patience} is over. */
    boolean awaitReclaimed(FileDescriptor pool, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Set<Long> left = find(pool);
        // Commits, and pokes the thread that takes space back.
        libc.ioctl(pool, SYNC, new byte[Long.BYTES], "sync");
        while (!left.isEmpty()) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL.toMillis()));
            left.retainAll(find(pool));
        }
        // What was freed by the transaction is free only after it.
        libc.ioctl(pool, SYNC, new byte[Long.BYTES], "sync");
        return true;
    }

    private Set<Long> find(FileDescriptor pool) {
        Set<Long> deleted = new HashSet<>();
        long from = 0;
        int found;
        do {
            ByteBuffer search = search(pool, from);
            found = search.getInt(ITEMS);
            int at = FOUND;
            for (int item = 0; item < found; item++) {
                long id = search.getLong(at + OFFSET);
                deleted.add(id);
                from = id + 1;
                at += HEADER + search.getInt(at + LENGTH);
            }
        } while (found > 0);
        return deleted;
    }

    private ByteBuffer search(FileDescriptor pool, long from) {
        byte[] argument = new byte[ARGUMENTS];
        ByteBuffer fields = ByteBuffer.wrap(argument).order(ByteOrder.nativeOrder());
        fields.putLong(0, ROOT_TREE)
                .putLong(MIN_OBJECT, ORPHANS)
                .putLong(MAX_OBJECT, ORPHANS)
                .putLong(MIN_OFFSET, from)
                .putLong(MAX_OFFSET, ALL)
                .putLong(MAX_TRANSACTION, ALL)
                .putInt(MIN_TYPE, ORPHAN_ITEM)
                .putInt(MAX_TYPE, ORPHAN_ITEM)
                .putInt(ITEMS, AT_ONCE);
        libc.ioctl(pool, TREE_SEARCH, argument, "find deleted subvolumes");
        return fields;
    }
}
