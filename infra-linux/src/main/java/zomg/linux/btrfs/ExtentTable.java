package zomg.linux.btrfs;

/**
 * Extents of a file system with what is known of them, in bounded memory: a hash table whose keys
 * are where they begin.
 */
final class ExtentTable {

    /** What is known of an extent, as bits. */
    static final int MINE = 1;

    static final int CHARGED = 2;
    static final int SHARED = 4;

    /** There are more extents than a table may hold. */
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Takes what a table has of one extent. */
    @FunctionalInterface
    interface Extents {
        void take(long length, int marks);
    }

    private static final int FIRST = 1 << 12;

    /** Lengths are whole sectors, which leaves these bits for marks. */
    private static final int MARKS = 0xfff;

    private final int most;
    private long[] begins = new long[FIRST];
    private long[] lengths = new long[FIRST];
    private int[] holders = new int[FIRST];
    private int size;

    /**
     * @param most extents that it holds
     */
    ExtentTable(int most) {
        this.most = most;
    }

    /** Adds marks to an extent, which is put into the table if it is not there. */
    void mark(long begin, int marks) {
        int at = find(begin);
        if (begins[at] == 0) {
            if (size == most) {
                throw new Full();
            }
            begins[at] = begin;
            size++;
            if (size > begins.length / 2) {
                grow();
                at = find(begin);
            }
        }
        lengths[at] |= marks;
    }

    /** Notes how long an extent is; one that is not in the table is none of ours. */
    void know(long begin, long length) {
        int at = find(begin);
        if (begins[at] != 0) {
            lengths[at] = length & ~MARKS | lengths[at] & MARKS;
        }
    }

    /**
     * Somebody else has an extent, too.
     *
     * @param holder a number above 0, the same for all that one has
     * @return how many bytes of it are charged to us and were not told of this holder just before;
     *     0 also for what is not in the table
     */
    long share(long begin, int holder) {
        int at = find(begin);
        if (begins[at] == 0 || holders[at] == holder) {
            return 0;
        }
        holders[at] = holder;
        lengths[at] |= SHARED;
        return (lengths[at] & CHARGED) != 0 ? lengths[at] & ~MARKS : 0;
    }

    void each(Extents extents) {
        for (int at = 0; at < begins.length; at++) {
            if (begins[at] != 0) {
                extents.take(lengths[at] & ~MARKS, (int) lengths[at] & MARKS);
            }
        }
    }

    /** Where it is, or would be: no extent begins at 0. */
    private int find(long begin) {
        int mask = begins.length - 1;
        int at = (int) (scatter(begin) >>> 1) & mask;
        while (begins[at] != 0 && begins[at] != begin) {
            at = at + 1 & mask;
        }
        return at;
    }

    /** Spreads addresses, which are multiples of a sector, over all numbers. */
    static long scatter(long begin) {
        long mixed = begin * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 32;
    }

    private void grow() {
        long[] oldBegins = begins;
        long[] oldLengths = lengths;
        int[] oldHolders = holders;
        begins = new long[oldBegins.length * 2];
        lengths = new long[begins.length];
        holders = new int[begins.length];
        for (int old = 0; old < oldBegins.length; old++) {
            if (oldBegins[old] != 0) {
                int at = find(oldBegins[old]);
                begins[at] = oldBegins[old];
                lengths[at] = oldLengths[old];
                holders[at] = oldHolders[old];
            }
        }
    }
}
