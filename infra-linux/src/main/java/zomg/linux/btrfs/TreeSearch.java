package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import zomg.linux.libc.Errno;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;

/**
 * Reads items of the trees of one btrfs, by BTRFS_IOC_TREE_SEARCH_V2; see btrfs-ioctl(2) and the
 * on-disk format. What no commit has written yet may be missing. Only root may look.
 */
final class TreeSearch {

    /** A key of an item, and the bounds of a search: all three parts are unsigned. */
    record ItemKey(long object, int type, long offset) {

        private static final int LAST_TYPE = 255;

        private boolean isLast() {
            return object == ALL && type == LAST_TYPE && offset == ALL;
        }

        private ItemKey next() {
            if (offset != ALL) {
                return new ItemKey(object, type, offset + 1);
            }
            return type < LAST_TYPE
                    ? new ItemKey(object, type + 1, 0)
                    : new ItemKey(object + 1, 0, 0);
        }
    }

    /** Takes items in the order of their keys. */
    @FunctionalInterface
    interface Items {
        /**
         * @param data from its position to its limit; only until this returns
         */
        void take(ItemKey key, ByteBuffer data);
    }

    static final long ROOT_TREE = 1;
    static final long UUID_TREE = 9;

    /** The greatest number there is. */
    static final long ALL = -1;

    private static final long TREE_SEARCH_V2 = 0xc0709411L;

    private static final int FEW = 8 * 1024;
    private static final int MANY = 512 * 1024;

    /** No item is larger than a node, and no node than 64 KiB. */
    private static final int LARGEST = 66 * 1024;

    /** Offsets in struct btrfs_ioctl_search_args_v2. */
    private static final int MIN_OBJECT = 8;

    private static final int MAX_OBJECT = 16;
    private static final int MIN_OFFSET = 24;
    private static final int MAX_OFFSET = 32;
    private static final int MIN_TRANSACTION = 40;
    private static final int MAX_TRANSACTION = 48;
    private static final int MIN_TYPE = 56;
    private static final int MAX_TYPE = 60;
    private static final int ITEMS = 64;
    private static final int BUFFER_SIZE = 104;
    private static final int FOUND = 112;

    /** Offsets in struct btrfs_ioctl_search_header, and its size. */
    private static final int OBJECT = 8;

    private static final int OFFSET = 16;
    private static final int TYPE = 24;
    private static final int LENGTH = 28;
    private static final int HEADER = 32;

    private final Libc libc;
    private final FileDescriptor pool;
    private byte[] large;

    /**
     * @param pool anything in the file system, open
     */
    TreeSearch(Libc libc, FileDescriptor pool) {
        this.libc = libc;
        this.pool = pool;
    }

    /** Every item from {@code first} to {@code last}, of which there are few. */
    void few(long tree, ItemKey first, ItemKey last, Items items) {
        search(tree, first, last, 0, FEW, items);
    }

    /** The item with this key, if there is one. */
    void one(long tree, ItemKey key, Items items) {
        few(tree, key, key, items);
    }

    /**
     * Every item from {@code first} to {@code last} that is in a leaf which was written after a
     * transaction; others that are beside them in those leaves, too.
     */
    void many(long tree, ItemKey first, ItemKey last, long after, Items items) {
        search(tree, first, last, after + 1, MANY, items);
    }

    /**
     * As many of these items as fit into one look.
     *
     * @return from where to go on; null after the last one
     */
    ItemKey some(long tree, ItemKey first, ItemKey last, long after, Items items) {
        if (large == null) {
            large = new byte[FOUND + MANY];
        }
        fill(large, tree, first, last, after + 1);
        ItemKey found = take(large, items);
        return found == null || found.equals(last) || found.isLast() ? null : found.next();
    }

    private void search(
            long tree, ItemKey first, ItemKey last, long transaction, int size, Items items) {
        byte[] argument = new byte[FOUND + size];
        ItemKey from = first;
        while (true) {
            if (!fill(argument, tree, from, last, transaction)) {
                argument = new byte[FOUND + LARGEST];
                fill(argument, tree, from, last, transaction);
            }
            ItemKey found = take(argument, items);
            if (found == null || found.equals(last) || found.isLast()) {
                return;
            }
            from = found.next();
        }
    }

    /** Whether the first of the items had room. */
    private boolean fill(
            byte[] argument, long tree, ItemKey first, ItemKey last, long transaction) {
        ByteBuffer.wrap(argument)
                .order(ByteOrder.nativeOrder())
                .putLong(0, tree)
                .putLong(MIN_OBJECT, first.object())
                .putLong(MAX_OBJECT, last.object())
                .putLong(MIN_OFFSET, first.offset())
                .putLong(MAX_OFFSET, last.offset())
                .putLong(MIN_TRANSACTION, transaction)
                .putLong(MAX_TRANSACTION, ALL)
                .putInt(MIN_TYPE, first.type())
                .putInt(MAX_TYPE, last.type())
                .putInt(ITEMS, Integer.MAX_VALUE)
                .putLong(BUFFER_SIZE, argument.length - FOUND);
        try {
            libc.ioctl(pool, TREE_SEARCH_V2, argument, "search tree " + tree);
            return true;
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.EOVERFLOW || argument.length >= FOUND + LARGEST) {
                throw failure;
            }
            return false;
        }
    }

    /** The last key that was found; null if there was none. */
    private static ItemKey take(byte[] argument, Items items) {
        ByteBuffer fields = ByteBuffer.wrap(argument).order(ByteOrder.nativeOrder());
        int count = fields.getInt(ITEMS);
        ItemKey found = null;
        int at = FOUND;
        for (int item = 0; item < count; item++) {
            found =
                    new ItemKey(
                            fields.getLong(at + OBJECT),
                            fields.getInt(at + TYPE),
                            fields.getLong(at + OFFSET));
            int length = fields.getInt(at + LENGTH);
            items.take(found, fields.slice(at + HEADER, length).order(ByteOrder.LITTLE_ENDIAN));
            at += HEADER + length;
        }
        return found;
    }
}
