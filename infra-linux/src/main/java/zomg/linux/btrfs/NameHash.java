package zomg.linux.btrfs;

/** How btrfs finds a name in a directory: CRC-32C, begun and ended in a way of its own. */
final class NameHash {

    private static final int POLYNOMIAL = 0x82f63b78;
    private static final int SEED = ~1;

    private NameHash() {}

    /**
     * @param name bytes, one in each character
     * @return unsigned, 32 bits
     */
    static long of(String name) {
        int hash = SEED;
        for (int i = 0; i < name.length(); i++) {
            hash ^= name.charAt(i) & 0xff;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                hash = (hash >>> 1) ^ ((hash & 1) == 0 ? 0 : POLYNOMIAL);
            }
        }
        return Integer.toUnsignedLong(hash);
    }
}
