package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import zomg.linux.btrfs.LivingSubvolumes.Living;
import zomg.linux.btrfs.TreeSearch.ItemKey;
import zomg.linux.libc.Errno;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;

/**
 * Finds out what some subvolumes have for themselves, by reading which extents all subvolumes have;
 * in small steps and bounded memory. Where there are more extents than fit, all is read several
 * times, each time for a part of them. What a subvolume took over from one that has not changed
 * since is not read again.
 */
public final class ExtentWalk implements AutoCloseable {

    /**
     * What came of it, in bytes.
     *
     * @param shared of data that the subvolumes have and others, too
     * @param exclusive what deleting all of them gives back: data and blocks of their trees
     * @param held by whom, by its number: data that is charged to the subvolumes
     */
    public record Outcome(long shared, long exclusive, Map<Integer, Long> held) {}

    /** A part of the walk: items of one tree, from a key on. */
    private record Part(
            long tree, ItemKey first, ItemKey last, long after, TreeSearch.Items items) {}

    /** The number of all that is not told apart. */
    public static final int REST = Integer.MAX_VALUE;

    /** In memory at the same time. */
    private static final int MOST_EXTENTS = 500_000;

    private static final long EXTENT_TREE = 2;
    private static final int FILE_EXTENT = 108;

    /** Offsets in struct btrfs_file_extent_item. */
    private static final int KIND = 20;

    private static final int BEGIN = 21;
    private static final int INLINE = 0;

    private static final int ALL = 100;

    private final FileDescriptor pool;
    private final TreeSearch search;
    private final long blockSize;
    private final Map<Long, Living> living;
    private final Set<Long> mine;
    private final Set<Long> charged;
    private final Map<Long, Integer> holders;
    private final List<Living> others;
    private final int mostExtents;

    private int rounds = 1;
    private int round;
    private long shared;
    private long exclusive;
    private final Map<Integer, Long> held = new HashMap<>();

    private TreeBlocks blocks;
    private ExtentTable table;
    private final Set<Long> covered = new HashSet<>();
    private final Set<Integer> holding = new HashSet<>();
    private final Deque<Supplier<Part>> parts = new ArrayDeque<>();
    private Part part;
    private ItemKey from;
    private int percent;

    /**
     * @param mine the subvolumes that go together
     * @param charged those, and others by whose ids extents are charged to them
     * @param holders of all other subvolumes: a number above 0, the same for what is one to people,
     *     or {@link #REST}
     */
    public ExtentWalk(
            Libc libc,
            Path directory,
            Map<Long, Living> living,
            Set<Long> mine,
            Set<Long> charged,
            Map<Long, Integer> holders) {
        this(libc, directory, living, mine, charged, holders, MOST_EXTENTS);
    }

    ExtentWalk(
            Libc libc,
            Path directory,
            Map<Long, Living> living,
            Set<Long> mine,
            Set<Long> charged,
            Map<Long, Integer> holders,
            int mostExtents) {
        this.pool = libc.open(directory.toString(), Libc.O_RDONLY | Libc.O_DIRECTORY);
        this.search = new TreeSearch(libc, pool);
        this.blockSize = new Spaces(libc).nodeSize(pool);
        this.living = living;
        this.mine = mine;
        this.charged = charged;
        this.holders = holders;
        this.others = ofHolders(living.values());
        this.mostExtents = mostExtents;
        begin();
    }

    /**
     * All of one holder beside each other, each after what it is a copy of. The rest is not told
     * apart, and has things of all times.
     */
    private List<Living> ofHolders(Collection<Living> all) {
        Map<Integer, Long> oldest =
                all.stream()
                        .filter(one -> holders.containsKey(one.id()))
                        .collect(
                                Collectors.toMap(
                                        one -> holders.get(one.id()), Living::began, Math::min));
        return all.stream()
                .filter(one -> holders.containsKey(one.id()))
                .sorted(
                        Comparator.comparing((Living one) -> holders.get(one.id()) == REST)
                                .thenComparing(one -> oldest.get(holders.get(one.id())))
                                .thenComparing(one -> holders.get(one.id()))
                                .thenComparing(Living::began))
                .toList();
    }

    private void begin() {
        shared = 0;
        exclusive = 0;
        held.clear();
        round = 0;
        blocks =
                new TreeBlocks(
                        mine::contains,
                        id -> LivingSubvolumes.isSubvolume(id) && !living.containsKey(id));
        beginRound();
    }

    private void beginRound() {
        table = new ExtentTable(mostExtents);
        covered.clear();
        holding.clear();
        parts.clear();
        part = null;
        mine.forEach(id -> parts.add(() -> files(id, -1, this::takeMine)));
        parts.add(this::extents);
        others.forEach(one -> parts.add(() -> filesOf(one)));
    }

    /**
     * Goes on for some milliseconds; longer where a tree is large and nothing in it is of interest.
     *
     * @return whether there is more to do
     */
    public boolean advance() {
        try {
            if (part == null) {
                if (parts.isEmpty()) {
                    return endRound();
                }
                part = parts.poll().get();
                from = part.first();
            }
            from = search.some(part.tree(), from, part.last(), part.after(), part.items());
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.ENOENT) {
                throw failure;
            }
            from = null; // deleted meanwhile
        } catch (ExtentTable.Full tooMany) {
            rounds *= 2;
            begin();
            return true;
        }
        if (from == null) {
            part = null;
        }
        return true;
    }

    private boolean endRound() {
        table.each(
                (length, marks) -> {
                    if ((marks & ExtentTable.MINE) != 0) {
                        if ((marks & ExtentTable.SHARED) != 0) {
                            shared += length;
                        } else {
                            exclusive += length;
                        }
                    }
                });
        round++;
        if (round < rounds) {
            beginRound();
            return true;
        }
        exclusive += blocks.count() * blockSize;
        percent = ALL;
        return false;
    }

    /** A guess that never goes back. */
    public int percent() {
        int all = mine.size() + 1 + others.size();
        int done = round * all + all - parts.size();
        percent = Math.max(percent, Math.min(ALL, done * ALL / (rounds * all)));
        return percent;
    }

    public Outcome outcome() {
        return new Outcome(shared, exclusive, Map.copyOf(held));
    }

    /**
     * What it has of its own, if what it took over was looked at, and none of it is charged to us.
     */
    private Part filesOf(Living one) {
        int holder = holders.get(one.id());
        boolean unchanged =
                one.source().isPresent()
                        && covered.contains(one.source().getAsLong())
                        && isAsItWas(living.get(one.source().getAsLong()), one.began());
        covered.add(one.id());
        return files(one.id(), unchanged ? one.began() : -1, begin -> takeShared(begin, holder));
    }

    private boolean isAsItWas(Living source, long then) {
        return (source.readOnly() || source.changed() <= then)
                && !holding.contains(holders.get(source.id()));
    }

    private void takeMine(long begin) {
        table.mark(begin, ExtentTable.MINE);
    }

    private void takeShared(long begin, int holder) {
        long bytes = table.share(begin, holder);
        if (bytes > 0) {
            held.merge(holder, bytes, Long::sum);
            holding.add(holder);
        }
    }

    private Part files(long subvolume, long after, LongConsumer begins) {
        return new Part(
                subvolume,
                new ItemKey(0, FILE_EXTENT, 0),
                new ItemKey(TreeSearch.ALL, FILE_EXTENT, TreeSearch.ALL),
                after,
                (key, item) -> {
                    if (key.type() == FILE_EXTENT && item.get(KIND) != INLINE) {
                        long begin = item.getLong(BEGIN);
                        if (begin != 0 && isOfThisRound(begin)) {
                            begins.accept(begin);
                        }
                    }
                });
    }

    private Part extents() {
        return new Part(
                EXTENT_TREE,
                new ItemKey(0, ExtentItem.EXTENT, 0),
                new ItemKey(TreeSearch.ALL, ExtentItem.LAST, TreeSearch.ALL),
                -1,
                this::takeExtent);
    }

    private void takeExtent(ItemKey key, ByteBuffer item) {
        if (round == 0) {
            blocks.take(key, item);
        }
        if (key.type() != ExtentItem.EXTENT
                || ExtentItem.isTreeBlock(key, item)
                || !isOfThisRound(key.object())) {
            return;
        }
        if (charged.contains(ExtentItem.owner(item))) {
            table.mark(key.object(), ExtentTable.CHARGED);
        }
        table.know(key.object(), key.offset());
    }

    private boolean isOfThisRound(long begin) {
        return (ExtentTable.scatter(begin) & rounds - 1) == round;
    }

    @Override
    public void close() {
        pool.close();
    }
}
