package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import zomg.model.id.Uid;

/**
 * A group of subvolumes that are counted together; see "Hierarchical quota group concepts" in
 * btrfs-quota(8). It is of level 1, the lowest that subvolumes can be members of.
 */
public record QuotaGroup(long id) {

    private static final int LEVEL_SHIFT = 48;
    private static final long NUMBER = (1L << LEVEL_SHIFT) - 1;
    private static final int BITS_OF_A_LETTER = 5;

    /** The flags, three counts and five limits of struct btrfs_qgroup_inherit. */
    private static final int INHERIT_HEAD = 9 * Long.BYTES;

    private static final int INHERIT_COUNT = 8;

    /**
     * The group of a box. Its number is the last 48 of the uid's 60 bits, which is all that fits
     * under the level: among ten thousand boxes two share one by a chance of one in five million,
     * and then share their limit.
     */
    public static QuotaGroup of(Uid box) {
        long bits = 0;
        for (char letter : box.value().toCharArray()) {
            bits = bits << BITS_OF_A_LETTER | (letter >= 'a' ? letter - 'a' : letter - '2' + 26);
        }
        return new QuotaGroup(1L << LEVEL_SHIFT | bits & NUMBER);
    }

    /** The struct btrfs_qgroup_inherit that makes a new subvolume a member from its birth. */
    byte[] inherit() {
        byte[] structure = new byte[INHERIT_HEAD + Long.BYTES];
        ByteBuffer.wrap(structure)
                .order(ByteOrder.nativeOrder())
                .putLong(INHERIT_COUNT, 1)
                .putLong(INHERIT_HEAD, id);
        return structure;
    }

    @Override
    public String toString() {
        return (id >>> LEVEL_SHIFT) + "/" + (id & NUMBER);
    }
}
