package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import zomg.linux.btrfs.TreeSearch.ItemKey;

/**
 * Which blocks of trees go when some subvolumes are deleted. A block tells the roots or blocks that
 * point to it. Where it is a root, the block above it is not told; but that is not older than the
 * block, since whoever writes a block writes all that is above it. So a block goes if it is newer
 * than every block further up that its root shares with others. Older ones may go, too, if others
 * have written that part of the tree anew; those are not counted.
 */
final class TreeBlocks {

    /** Of the whole pool; those beyond are taken as shared, which is what most are. */
    private static final int MOST = 200_000;

    private static final int LEVELS = 8;

    /** One that nobody else may have. */
    private record Block(
            long begin, int level, long generation, List<Long> roots, List<Long> blocks) {}

    private final LongPredicate ours;
    private final LongPredicate deleted;
    private final List<Block> candidates = new ArrayList<>();

    /** Of each of our roots: the newest block of each level that it shares with others. */
    private final Map<Long, long[]> shared = new HashMap<>();

    /** What is being read: references may come as items behind their block's. */
    private long begin;

    private int level;
    private long generation;
    private final List<Long> roots = new ArrayList<>();
    private final List<Long> blocks = new ArrayList<>();
    private boolean open;

    private final ExtentItem.References references =
            new ExtentItem.References() {
                @Override
                public void byRoot(long root) {
                    roots.add(root);
                }

                @Override
                public void byBlock(long block) {
                    blocks.add(block);
                }
            };

    /**
     * @param ours whether a root, by its id, goes
     * @param deleted whether it is gone already, and is being cleaned up: it keeps nothing
     */
    TreeBlocks(LongPredicate ours, LongPredicate deleted) {
        this.ours = ours;
        this.deleted = deleted;
    }

    /** The next item of the extent tree, in the order of keys. */
    void take(ItemKey key, ByteBuffer item) {
        if (ExtentItem.isTreeBlock(key, item)) {
            finish();
            open = true;
            begin = key.object();
            level = ExtentItem.level(key, item);
            generation = ExtentItem.generation(item);
            ExtentItem.references(key, item, references);
        } else if (open && key.object() == begin) {
            switch (key.type()) {
                case ExtentItem.BLOCK_OF_ROOT -> roots.add(key.offset());
                case ExtentItem.BLOCK_OF_BLOCK -> blocks.add(key.offset());
                default -> {}
            }
        }
    }

    private void finish() {
        if (!open) {
            return;
        }
        open = false;
        boolean others = roots.stream().anyMatch(root -> !ours.test(root) && !deleted.test(root));
        if (others || candidates.size() == MOST) {
            roots.forEach(root -> share(root, level, generation));
        } else if (!roots.isEmpty() || !blocks.isEmpty()) {
            candidates.add(
                    new Block(begin, level, generation, List.copyOf(roots), List.copyOf(blocks)));
        }
        roots.clear();
        blocks.clear();
    }

    private void share(long root, int of, long since) {
        if (ours.test(root)) {
            long[] newest = shared.computeIfAbsent(root, _ -> new long[LEVELS]);
            newest[of] = Math.max(newest[of], since);
        }
    }

    /** How many blocks go, after the last item. */
    long count() {
        finish();
        Map<Long, Boolean> going = new HashMap<>();
        candidates.sort(Comparator.comparingInt(Block::level).reversed());
        for (Block block : candidates) {
            if (block.blocks().stream().allMatch(going::containsKey)
                    && block.roots().stream().allMatch(root -> isNewer(block, root))) {
                going.put(
                        block.begin(),
                        block.roots().stream().anyMatch(ours::test)
                                || block.blocks().stream().anyMatch(going::get));
            } else {
                block.roots().forEach(root -> share(root, block.level(), block.generation()));
            }
        }
        return going.values().stream().filter(isOurs -> isOurs).count();
    }

    private boolean isNewer(Block block, long root) {
        long[] newest = shared.get(root);
        if (newest == null) {
            return true;
        }
        for (int above = block.level() + 1; above < LEVELS; above++) {
            if (newest[above] >= block.generation()) {
                return false;
            }
        }
        return true;
    }
}
