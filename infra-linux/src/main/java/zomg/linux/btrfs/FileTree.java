package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import zomg.linux.btrfs.TreeSearch.ItemKey;

/**
 * What is in one subvolume, read from its tree and not by the names of its files. Names are bytes,
 * one in each character.
 */
final class FileTree {

    static final long TOP = 256;

    private static final long LAST_FILE = -256;
    private static final int NAME = 12;
    private static final int FURTHER_NAME = 13;
    private static final int ATTRIBUTE = 24;
    private static final int ENTRY = 84;
    private static final int ENTRY_IN_ORDER = 96;
    private static final int EXTENT = 108;
    private static final int SUBVOLUME = 132;
    private static final int SUBVOLUME_NAME = 156;

    /** Offsets in struct btrfs_dir_item. */
    private static final int ENTRY_TYPE = 8;

    private static final int DATA_LENGTH = 25;
    private static final int NAME_LENGTH = 27;
    private static final int ENTRY_HEAD = 30;

    /** What is in struct btrfs_file_extent_item before what tells the data. */
    private static final int EXTENT_GENERATION = 8;

    /**
     * Where a name leads: to an inode of this tree, or to another subvolume.
     *
     * @param number of one or the other
     */
    record Entry(boolean subvolume, long number) {}

    /** A name that something has in a directory. */
    record Name(long directory, String name) {}

    /** A subvolume that is nested in this one. */
    record Nested(long id, Name name) {}

    private final TreeSearch search;
    private final long id;
    private final Map<Long, Optional<String>> paths = new HashMap<>();

    FileTree(TreeSearch search, long id) {
        this.search = search;
        this.id = id;
        paths.put(TOP, Optional.of(""));
    }

    long id() {
        return id;
    }

    /** Every inode that was changed after a transaction; all of them after the zeroth. */
    Map<Long, Inode> changedAfter(long transaction) {
        Map<Long, Inode> changed = new HashMap<>();
        search.many(
                id,
                new ItemKey(TOP, 0, 0),
                new ItemKey(LAST_FILE, 0, 0),
                transaction,
                (key, item) -> {
                    if (key.type() == Inode.ITEM) {
                        Inode inode = Inode.of(item);
                        if (inode.transaction() > transaction) {
                            changed.put(key.object(), inode);
                        }
                    }
                });
        return changed;
    }

    Inode inode(long number) {
        List<Inode> found = new ArrayList<>(1);
        search.one(id, new ItemKey(number, Inode.ITEM, 0), (_, item) -> found.add(Inode.of(item)));
        if (found.isEmpty()) {
            throw new IllegalStateException("no inode %d in subvolume %d".formatted(number, id));
        }
        return found.getFirst();
    }

    Map<String, Entry> entries(long directory) {
        Map<String, Entry> entries = new HashMap<>();
        search.few(
                id,
                new ItemKey(directory, ENTRY_IN_ORDER, 0),
                new ItemKey(directory, ENTRY_IN_ORDER, TreeSearch.ALL),
                (_, item) -> readEntries(item, entries));
        return entries;
    }

    Optional<Entry> entry(long directory, String name) {
        Map<String, Entry> entries = new HashMap<>();
        search.one(
                id,
                new ItemKey(directory, ENTRY, NameHash.of(name)),
                (_, item) -> readEntries(item, entries));
        return Optional.ofNullable(entries.get(name));
    }

    /** Those whose names have the same hash are in one item. */
    private static void readEntries(ByteBuffer item, Map<String, Entry> entries) {
        int at = 0;
        while (at < item.limit()) {
            int name = item.getShort(at + NAME_LENGTH) & 0xffff;
            entries.put(
                    text(item, at + ENTRY_HEAD, name),
                    new Entry((item.get(at + ENTRY_TYPE) & 0xff) == SUBVOLUME, item.getLong(at)));
            at += ENTRY_HEAD + name + (item.getShort(at + DATA_LENGTH) & 0xffff);
        }
    }

    /** Every name of an inode; none of one that is only kept open. */
    List<Name> names(long inode) {
        List<Name> names = new ArrayList<>(1);
        search.few(
                id,
                new ItemKey(inode, NAME, 0),
                new ItemKey(inode, FURTHER_NAME, TreeSearch.ALL),
                (key, item) -> {
                    int at = 0;
                    while (at < item.limit()) {
                        boolean further = key.type() == FURTHER_NAME;
                        long directory = further ? item.getLong(at) : key.offset();
                        at += further ? 2 * Long.BYTES : Long.BYTES;
                        int length = item.getShort(at) & 0xffff;
                        names.add(new Name(directory, text(item, at + Short.BYTES, length)));
                        at += Short.BYTES + length;
                    }
                });
        return names;
    }

    /** Empty if it has none, or one that is too long to be said to the kernel. */
    Optional<String> path(Name name) {
        return pathOfDirectory(name.directory())
                .map(path -> path + "/" + name.name())
                .filter(path -> path.length() <= TreeComparison.LONGEST_PATH);
    }

    /** The directories above are many at most where the path is too long, and are walked once. */
    private Optional<String> pathOfDirectory(long directory) {
        List<Long> way = new ArrayList<>();
        List<String> said = new ArrayList<>();
        long at = directory;
        while (!paths.containsKey(at) && way.size() <= TreeComparison.LONGEST_PATH / 2) {
            List<Name> names = names(at);
            way.add(at);
            if (names.isEmpty()) {
                paths.put(at, Optional.empty());
                said.add("");
                break;
            }
            said.add(names.getFirst().name());
            at = names.getFirst().directory();
        }
        Optional<String> path = paths.getOrDefault(at, Optional.empty());
        for (int step = way.size() - 1; step >= 0; step--) {
            String name = said.get(step);
            path =
                    path.map(above -> above + "/" + name)
                            .filter(whole -> whole.length() <= TreeComparison.LONGEST_PATH);
            paths.put(way.get(step), path);
        }
        return path;
    }

    /** Extended attributes, lists of access rights among them. */
    Map<String, String> attributes(long inode) {
        Map<String, String> attributes = new TreeMap<>();
        search.few(
                id,
                new ItemKey(inode, ATTRIBUTE, 0),
                new ItemKey(inode, ATTRIBUTE, TreeSearch.ALL),
                (_, item) -> {
                    int at = 0;
                    while (at < item.limit()) {
                        int name = item.getShort(at + NAME_LENGTH) & 0xffff;
                        int data = item.getShort(at + DATA_LENGTH) & 0xffff;
                        attributes.put(
                                text(item, at + ENTRY_HEAD, name),
                                text(item, at + ENTRY_HEAD + name, data));
                        at += ENTRY_HEAD + name + data;
                    }
                });
        return attributes;
    }

    /** Of where the bytes of a file, or the target of a link, are: if equal, so are those. */
    byte[] digestOfExtents(long inode) {
        MessageDigest digest = sha256();
        search.few(
                id,
                new ItemKey(inode, EXTENT, 0),
                new ItemKey(inode, EXTENT, TreeSearch.ALL),
                (key, item) -> {
                    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(key.offset()).flip());
                    digest.update(item.position(EXTENT_GENERATION));
                });
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    List<Nested> nested() {
        List<Nested> nested = new ArrayList<>();
        search.few(
                TreeSearch.ROOT_TREE,
                new ItemKey(id, SUBVOLUME_NAME, 0),
                new ItemKey(id, SUBVOLUME_NAME, TreeSearch.ALL),
                (key, item) ->
                        nested.add(
                                new Nested(
                                        key.offset(),
                                        new Name(
                                                item.getLong(0),
                                                text(item, 18, item.getShort(16) & 0xffff)))));
        return nested;
    }

    private static String text(ByteBuffer item, int at, int length) {
        byte[] bytes = new byte[length];
        item.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
