package zomg.linux.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import zomg.linux.libc.Errno;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;

/**
 * The simple quotas (Linux 6.7) of one btrfs file system. They count an extent for the subvolume
 * that wrote it, for as long as anybody has it: what a fork shares with its source stays the
 * source's.
 *
 * @see <a href="https://btrfs.readthedocs.io/en/latest/btrfs-quota.html">btrfs-quota(8)</a>
 */
public final class Quotas {

    private static final long QUOTA_CTL = 0xc0109428L;
    private static final long QGROUP_ASSIGN = 0x40189429L;
    private static final long QGROUP_CREATE = 0x4010942aL;
    private static final long QGROUP_LIMIT = 0x8030942bL;
    private static final long TREE_SEARCH = 0xd0009411L;

    private static final long ENABLE_SIMPLE = 4;
    private static final long MAX_REFERENCED = 1;

    /** Says that there is no limit of this kind; see struct btrfs_qgroup_limit. */
    private static final long CLEAR = -1;

    /** The tree of quotas, and the kinds of its items; see btrfs_tree.h. */
    private static final long QUOTA_TREE = 8;

    private static final int STATUS = 240;
    private static final int INFO = 242;
    private static final int LIMIT = 244;
    private static final int RELATION = 246;

    private static final int STATUS_FLAGS = 16;
    private static final long ON = 1;
    private static final long SIMPLE_MODE = 1 << 3;

    private static final int INFO_REFERENCED = 8;
    private static final int LIMIT_MAX_REFERENCED = 8;

    private static final int SEARCH_ARGUMENT = 4096;
    private static final int SEARCH_KEY = 104;
    private static final int SEARCH_COUNT = 64;
    private static final int SEARCH_HEADER = 32;

    /** An item that a search found: the second half of its key, and what it holds. */
    private record Item(long offset, ByteBuffer content) {}

    private final Libc libc;

    public Quotas(Libc libc) {
        this.libc = libc;
    }

    /** Turns them on; accounting starts with what is written from now on. */
    public void enable(Path pool) {
        byte[] argument = new byte[2 * Long.BYTES];
        ordered(argument).putLong(0, ENABLE_SIMPLE);
        on(pool, top -> libc.ioctl(top, QUOTA_CTL, argument, "enable simple quotas on " + pool));
    }

    /** Whether simple quotas are on; the older kind is not what we work with. */
    public boolean areOn(Path pool) {
        return items(pool, 0, STATUS, OptionalLong.of(0)).stream()
                .mapToLong(status -> status.content().getLong(STATUS_FLAGS))
                .anyMatch(flags -> (flags & ON) != 0 && (flags & SIMPLE_MODE) != 0);
    }

    /** A group that is there already is left as it is. */
    public void create(Path pool, QuotaGroup group) {
        try {
            createOrRemove(pool, 1, group.id());
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.EEXIST) {
                throw failure;
            }
        }
    }

    /**
     * From now on, what is written to a subvolume counts in the group; so does what it has of its
     * own already.
     *
     * @param subvolume its id
     */
    public void assign(Path pool, long subvolume, QuotaGroup group) {
        byte[] argument = new byte[3 * Long.BYTES];
        ordered(argument)
                .putLong(0, 1)
                .putLong(Long.BYTES, subvolume)
                .putLong(2 * Long.BYTES, group.id());
        try {
            on(pool, top -> libc.ioctl(top, QGROUP_ASSIGN, argument, "member of " + group));
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.EEXIST) {
                throw failure;
            }
        }
    }

    /**
     * @return whether it is gone; not while a subvolume of it is there or is still being cleaned
     *     up, nor while others share what such a one wrote
     */
    public boolean remove(Path pool, QuotaGroup group) {
        members(pool, group).forEach(member -> remove(pool, member));
        return remove(pool, group.id());
    }

    private boolean remove(Path pool, long id) {
        try {
            createOrRemove(pool, 0, id);
            return true;
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.EBUSY && failure.errno() != Errno.ENOENT) {
                throw failure;
            }
            return failure.errno() == Errno.ENOENT;
        }
    }

    private void createOrRemove(Path pool, long create, long id) {
        byte[] argument = new byte[2 * Long.BYTES];
        ordered(argument).putLong(0, create).putLong(Long.BYTES, id);
        on(pool, top -> libc.ioctl(top, QGROUP_CREATE, argument, "group " + id));
    }

    /** Takes effect at once, also below what is used: then nothing more can be written. */
    public void limit(Path pool, QuotaGroup group, OptionalLong bytes) {
        byte[] argument = new byte[6 * Long.BYTES];
        ordered(argument)
                .putLong(0, group.id())
                .putLong(Long.BYTES, MAX_REFERENCED)
                .putLong(2 * Long.BYTES, bytes.orElse(CLEAR));
        on(pool, top -> libc.ioctl(top, QGROUP_LIMIT, argument, "limit of group " + group));
    }

    /** Empty also for a group that is not there. */
    public OptionalLong limit(Path pool, QuotaGroup group) {
        return items(pool, 0, LIMIT, OptionalLong.of(group.id())).stream()
                .map(Item::content)
                .filter(limit -> (limit.getLong(0) & MAX_REFERENCED) != 0)
                .mapToLong(limit -> limit.getLong(LIMIT_MAX_REFERENCED))
                .findFirst();
    }

    /** How many bytes the group's subvolumes wrote that are kept, as of the last commit. */
    public OptionalLong used(Path pool, QuotaGroup group) {
        return items(pool, 0, INFO, OptionalLong.of(group.id())).stream()
                .mapToLong(info -> info.content().getLong(INFO_REFERENCED))
                .findFirst();
    }

    /** The subvolumes that are counted in the group, by their ids. */
    public List<Long> members(Path pool, QuotaGroup group) {
        return items(pool, group.id(), RELATION, OptionalLong.empty()).stream()
                .map(Item::offset)
                .toList();
    }

    /** The items of one kind in the tree of quotas; none if there is no such tree. */
    private List<Item> items(Path pool, long object, int type, OptionalLong offset) {
        List<Item> items = new ArrayList<>();
        try (FileDescriptor top = open(pool)) {
            long from = offset.orElse(0);
            while (search(top, object, type, from, offset.orElse(Long.MAX_VALUE), items)) {
                from = items.getLast().offset() + 1;
            }
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.ENOENT) {
                throw failure;
            }
        }
        return items;
    }

    /** Whether there may be more than what was found. */
    private boolean search(
            FileDescriptor top, long object, int type, long from, long to, List<Item> items) {
        byte[] argument = new byte[SEARCH_ARGUMENT];
        ByteBuffer fields = ordered(argument);
        fields.putLong(QUOTA_TREE).putLong(object).putLong(object).putLong(from).putLong(to);
        fields.putLong(0).putLong(-1L).putInt(type).putInt(type).putInt(Integer.MAX_VALUE);
        libc.ioctl(top, TREE_SEARCH, argument, "search quotas");
        int found = fields.getInt(SEARCH_COUNT);
        int at = SEARCH_KEY;
        for (int i = 0; i < found; i++) {
            int length = fields.getInt(at + 28);
            items.add(
                    new Item(
                            fields.getLong(at + 16),
                            fields.slice(at + SEARCH_HEADER, length)
                                    .order(ByteOrder.LITTLE_ENDIAN)));
            at += SEARCH_HEADER + length;
        }
        return found > 0 && items.getLast().offset() < to;
    }

    private void on(Path pool, Consumer<FileDescriptor> work) {
        try (FileDescriptor top = open(pool)) {
            work.accept(top);
        }
    }

    private FileDescriptor open(Path pool) {
        return libc.open(pool.toString(), Libc.O_RDONLY | Libc.O_DIRECTORY);
    }

    private static ByteBuffer ordered(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
