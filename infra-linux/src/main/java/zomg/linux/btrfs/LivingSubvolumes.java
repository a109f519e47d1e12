package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.linux.btrfs.TreeSearch.ItemKey;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;

/** All subvolumes of a file system that have a name; those that were deleted have none. */
public final class LivingSubvolumes {

    /**
     * One of them.
     *
     * @param around the subvolume that it stands in, {@code directory} the inode there
     * @param began the transaction that made it, {@code changed} that which changed it last
     */
    public record Living(
            long id,
            long around,
            long directory,
            String name,
            OptionalLong source,
            boolean readOnly,
            long began,
            long changed) {}

    private record Root(String uuid, String parent, boolean readOnly, long began, long changed) {}

    private static final long FIRST = 256;
    private static final long LAST = -256;

    private static final int ROOT_NAME = 144;

    /** Offsets in struct btrfs_root_item. */
    private static final int CHANGED = 160;

    private static final int FLAGS = 208;

    /** Offsets in struct btrfs_root_ref. */
    private static final int NAME_LENGTH = 16;

    private static final int NAME = 18;

    private LivingSubvolumes() {}

    /** Whether a root is that of a subvolume, living or not; others are btrfs' own. */
    static boolean isSubvolume(long root) {
        return root >= FIRST;
    }

    /**
     * By their ids.
     *
     * @param pool a directory in the file system
     */
    public static Map<Long, Living> list(Libc libc, Path pool) {
        try (FileDescriptor top = libc.open(pool.toString(), Libc.O_RDONLY | Libc.O_DIRECTORY)) {
            return list(libc, top);
        }
    }

    private static Map<Long, Living> list(Libc libc, FileDescriptor pool) {
        Map<Long, Root> roots = new HashMap<>();
        Map<String, Long> byUuid = new HashMap<>();
        Map<Long, Living> living = new HashMap<>();
        new TreeSearch(libc, pool)
                .many(
                        TreeSearch.ROOT_TREE,
                        new ItemKey(FIRST, Lineage.ROOT_ITEM, 0),
                        new ItemKey(LAST, ROOT_NAME, TreeSearch.ALL),
                        -1,
                        (key, item) -> {
                            if (key.type() == Lineage.ROOT_ITEM && item.limit() >= Lineage.SIZE) {
                                Root root =
                                        new Root(
                                                Lineage.hex(item, Lineage.UUID),
                                                Lineage.hex(item, Lineage.PARENT_UUID),
                                                (item.getLong(FLAGS) & 1) != 0,
                                                item.getLong(Lineage.BEGAN),
                                                item.getLong(CHANGED));
                                roots.put(key.object(), root);
                                byUuid.put(root.uuid(), key.object());
                            } else if (key.type() == ROOT_NAME) {
                                find(roots, key.object())
                                        .ifPresent(
                                                root ->
                                                        living.put(
                                                                key.object(),
                                                                named(key, root, item)));
                            }
                        });
        living.replaceAll((id, one) -> withSource(one, byUuid.get(roots.get(id).parent())));
        return living;
    }

    private static Optional<Root> find(Map<Long, Root> roots, long id) {
        return Optional.ofNullable(roots.get(id));
    }

    private static Living named(ItemKey key, Root root, ByteBuffer item) {
        byte[] name = new byte[Short.toUnsignedInt(item.getShort(NAME_LENGTH))];
        item.get(NAME, name);
        return new Living(
                key.object(),
                key.offset(),
                item.getLong(0),
                new String(name, StandardCharsets.ISO_8859_1),
                OptionalLong.empty(),
                root.readOnly(),
                root.began(),
                root.changed());
    }

    private static Living withSource(Living one, Long source) {
        return source == null
                ? one
                : new Living(
                        one.id(),
                        one.around(),
                        one.directory(),
                        one.name(),
                        OptionalLong.of(source),
                        one.readOnly(),
                        one.began(),
                        one.changed());
    }
}
