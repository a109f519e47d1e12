package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import zomg.linux.btrfs.TreeSearch.ItemKey;

/** What an item of the extent tree tells; see btrfs_extent_item in the on-disk format. */
final class ExtentItem {

    static final int EXTENT = 168;
    static final int TREE_BLOCK = 169;

    /** References, inside of an extent's item or as items of their own behind it. */
    private static final int OWNER = 172;

    static final int BLOCK_OF_ROOT = 176;
    static final int BLOCK_OF_BLOCK = 182;

    /** No kind of items that tell of extents comes after it. */
    static final int LAST = 184;

    private static final int GENERATION = 8;
    private static final int FLAGS = 16;
    private static final int REFERENCES = 24;

    /**
     * Of an extent that is a tree block and not told so by its key: its first key and its level.
     */
    private static final int BLOCK_INFORMATION = 18;

    private static final long IS_TREE_BLOCK = 2;

    /** Takes references of tree blocks. */
    interface References {
        void byRoot(long root);

        void byBlock(long block);
    }

    private ExtentItem() {}

    static long generation(ByteBuffer item) {
        return item.getLong(GENERATION);
    }

    static boolean isTreeBlock(ItemKey key, ByteBuffer item) {
        return key.type() == TREE_BLOCK
                || key.type() == EXTENT && (item.getLong(FLAGS) & IS_TREE_BLOCK) != 0;
    }

    static int level(ItemKey key, ByteBuffer item) {
        return key.type() == TREE_BLOCK
                ? (int) key.offset()
                : item.get(REFERENCES + BLOCK_INFORMATION - 1);
    }

    /** The subvolume that an extent of data is charged to; 0 if nobody counts. */
    static long owner(ByteBuffer item) {
        return item.limit() > REFERENCES && item.get(REFERENCES) == (byte) OWNER
                ? item.getLong(REFERENCES + 1)
                : 0;
    }

    /** Those references that are inside of a tree block's item. */
    static void references(ItemKey key, ByteBuffer item, References references) {
        int at = key.type() == TREE_BLOCK ? REFERENCES : REFERENCES + BLOCK_INFORMATION;
        for (; at + 1 + Long.BYTES <= item.limit(); at += 1 + Long.BYTES) {
            switch (Byte.toUnsignedInt(item.get(at))) {
                case BLOCK_OF_ROOT -> references.byRoot(item.getLong(at + 1));
                case BLOCK_OF_BLOCK -> references.byBlock(item.getLong(at + 1));
                default -> {}
            }
        }
    }
}
