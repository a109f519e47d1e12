package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import zomg.linux.btrfs.TreeSearch.ItemKey;

/** Which subvolumes are snapshots of which, and since when. */
final class Lineage {

    static final int ROOT_ITEM = 132;
    private static final int UUID_ITEM = 251;

    /** Offsets in struct btrfs_root_item. */
    static final int UUID = 247;

    static final int PARENT_UUID = 263;
    static final int BEGAN = 303;
    static final int SIZE = BEGAN + Long.BYTES;
    private static final int UUID_LENGTH = 16;

    private static final String NO_PARENT = "00".repeat(UUID_LENGTH);
    private static final int MOST_ANCESTORS = 1000;

    /**
     * One subvolume.
     *
     * @param began the transaction that made it: all that changed in it later is newer
     */
    private record Ancestor(String uuid, String parent, long began) {}

    private final TreeSearch search;

    Lineage(TreeSearch search) {
        this.search = search;
    }

    /**
     * The last transaction that both have in common: what differs was changed later, in one or the
     * other. Empty if that is not known, because they or those between them are not related.
     */
    OptionalLong lastInCommon(long one, long other) {
        List<Ancestor> ofOne = ancestors(one);
        List<Ancestor> ofOther = ancestors(other);
        long parted = Long.MAX_VALUE;
        for (Ancestor ancestor : ofOne) {
            OptionalLong there = parted(ofOther, ancestor.uuid());
            if (there.isPresent()) {
                return OptionalLong.of(Math.min(parted, there.getAsLong()));
            }
            parted = ancestor.began();
        }
        // The last one that is known may have gone, and both be snapshots of it.
        if (!ofOne.isEmpty()) {
            OptionalLong there = parted(ofOther, ofOne.getLast().parent());
            if (there.isPresent()) {
                return OptionalLong.of(Math.min(parted, there.getAsLong()));
            }
        }
        return OptionalLong.empty();
    }

    /**
     * When a line parted from the subvolume of this uuid; the greatest number if it is its first.
     */
    private static OptionalLong parted(List<Ancestor> line, String uuid) {
        long parted = Long.MAX_VALUE;
        for (Ancestor ancestor : line) {
            if (ancestor.uuid().equals(uuid)) {
                return OptionalLong.of(parted);
            }
            parted = ancestor.began();
            if (ancestor.parent().equals(uuid) && !uuid.equals(NO_PARENT)) {
                return OptionalLong.of(parted);
            }
        }
        return OptionalLong.empty();
    }

    private List<Ancestor> ancestors(long subvolume) {
        List<Ancestor> line = new ArrayList<>();
        Optional<Ancestor> next = read(subvolume);
        while (next.isPresent() && line.size() < MOST_ANCESTORS) {
            line.add(next.get());
            next = find(next.get().parent()).flatMap(this::read);
        }
        return line;
    }

    private Optional<Ancestor> read(long subvolume) {
        List<Ancestor> found = new ArrayList<>();
        search.few(
                TreeSearch.ROOT_TREE,
                new ItemKey(subvolume, ROOT_ITEM, 0),
                new ItemKey(subvolume, ROOT_ITEM, TreeSearch.ALL),
                (_, item) -> {
                    if (item.limit() >= SIZE) {
                        found.add(
                                new Ancestor(
                                        hex(item, UUID),
                                        hex(item, PARENT_UUID),
                                        item.getLong(BEGAN)));
                    }
                });
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
    }

    private Optional<Long> find(String uuid) {
        if (uuid.equals(NO_PARENT)) {
            return Optional.empty();
        }
        ByteBuffer parts =
                ByteBuffer.wrap(HexFormat.of().parseHex(uuid)).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> ids = new ArrayList<>();
        search.one(
                TreeSearch.UUID_TREE,
                new ItemKey(parts.getLong(0), UUID_ITEM, parts.getLong(Long.BYTES)),
                (_, item) -> ids.add(item.getLong(0)));
        return ids.stream().findFirst();
    }

    static String hex(ByteBuffer item, int at) {
        byte[] uuid = new byte[UUID_LENGTH];
        item.get(at, uuid);
        return HexFormat.of().formatHex(uuid);
    }
}
