package zomg.linux.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import zomg.linux.libc.Errno;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;

/**
 * The subvolumes of one btrfs file system; see btrfs-ioctl(2). What is nested in a subvolume was
 * made by a box's user, so paths inside are walked without following any link.
 */
public final class Subvolumes {

    private static final int ARGUMENTS = 4096;

    private static final long SUBVOL_CREATE_V2 = 0x50009418L;
    private static final long SNAP_CREATE_V2 = 0x50009417L;
    private static final long SNAP_DESTROY_V2 = 0x5000943fL;
    private static final long SUBVOL_GETFLAGS = 0x80089419L;
    private static final long SUBVOL_SETFLAGS = 0x4008941aL;
    private static final long GET_SUBVOL_ROOTREF = 0xd000943dL;
    private static final long INO_LOOKUP_USER = 0xd000943eL;
    private static final long INO_LOOKUP = 0xd0009412L;
    private static final long START_SYNC = 0x80089418L;
    private static final long WAIT_SYNC = 0x40089416L;

    private static final long READ_ONLY = 1 << 1;
    private static final long QGROUP_INHERIT = 1 << 2;
    private static final long BY_ID = 1 << 4;

    /** Offsets in struct btrfs_ioctl_vol_args_v2. */
    private static final int V2_FLAGS = 16;

    private static final int V2_INHERIT_SIZE = 24;
    private static final int V2_INHERIT = 32;
    private static final int V2_NAME = 56;

    /** Offsets in struct btrfs_ioctl_ino_lookup_user_args. */
    private static final int LOOKUP_NAME = 16;

    private static final int LOOKUP_PATH = 16 + 256;
    private static final int MAX_ROOTREFS = 255;
    private static final int ROOTREF_COUNT = ARGUMENTS - 8;

    /** Every subvolume's top directory has this inode number. */
    private static final long TOP_INODE = 256;

    /**
     * A subvolume inside another: its id and where it stands, as a path from the outer's top. A
     * user of the box chose the names; they are bytes, one in each character.
     */
    private record Nested(long id, String directory, String name) {
        String path() {
            return directory + name;
        }
    }

    private final Libc libc;

    public Subvolumes(Libc libc) {
        this.libc = libc;
    }

    public boolean isSubvolume(Path path) {
        try {
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS)
                            .equals(TOP_INODE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the file system calls it, for as long as it exists. */
    public long id(Path path) {
        try (FileDescriptor top = directory(path)) {
            return id(top, path.toString());
        }
    }

    long id(FileDescriptor top, String name) {
        byte[] argument = new byte[ARGUMENTS];
        ByteBuffer fields = ordered(argument);
        fields.putLong(Long.BYTES, TOP_INODE);
        libc.ioctl(top, INO_LOOKUP, argument, "id of " + name);
        return fields.getLong(0);
    }

    public void create(Path path) {
        create(path, Optional.empty());
    }

    /**
     * As {@link #create(Path)}.
     *
     * @param group counts what is written to it
     */
    public void create(Path path, Optional<QuotaGroup> group) {
        byte[] argument = new byte[ARGUMENTS];
        putText(argument, V2_NAME, nameOf(path));
        try (FileDescriptor parent = directory(path.getParent())) {
            make(parent, SUBVOL_CREATE_V2, argument, group, "create " + path);
        }
    }

    /** As {@link #create(Path)}, with these permissions whatever the server's umask is. */
    public void create(Path path, int mode) {
        create(path);
        setMode(path, mode);
    }

    public void setMode(Path path, int mode) {
        try (FileDescriptor top = directory(path)) {
            libc.fchmod(top, mode, path.toString());
        }
    }

    /** A snapshot of {@code source} alone; where others are nested in it, empty directories. */
    public void snapshot(Path source, Path target, boolean readOnly) {
        snapshot(source, target, readOnly, Optional.empty());
    }

    /**
     * As {@link #snapshot(Path, Path, boolean)}.
     *
     * @param group counts what is written to the snapshot
     */
    public void snapshot(Path source, Path target, boolean readOnly, Optional<QuotaGroup> group) {
        try (FileDescriptor from = directory(source);
                FileDescriptor parent = directory(target.getParent())) {
            snapshot(from, parent, nameOf(target), readOnly, group);
        }
    }

    /** What is written to a file of {@code source} before this is in the snapshot, on disk. */
    void freeze(FileDescriptor source, Path target) {
        try (FileDescriptor parent = directory(target.getParent())) {
            snapshot(source, parent, nameOf(target), true, Optional.empty());
        }
    }

    /** Whether there are subvolumes inside this one, at any depth. */
    public boolean hasNested(Path subvolume) {
        try (FileDescriptor top = directory(subvolume)) {
            return !nestedIn(top).isEmpty();
        }
    }

    /**
     * A snapshot of {@code source} and of all that is nested in it, each put in its place.
     *
     * @param group counts what is written to any of them
     */
    public void snapshotWithNested(Path source, Path target, Optional<QuotaGroup> group) {
        snapshot(source, target, false, group);
        try (FileDescriptor from = directory(source);
                FileDescriptor to = directory(target)) {
            snapshotNested(from, to, group);
        }
    }

    private void snapshotNested(
            FileDescriptor from, FileDescriptor to, Optional<QuotaGroup> group) {
        for (Nested nested : nestedIn(from)) {
            try (FileDescriptor source = open(from, nested.path());
                    FileDescriptor parent = open(to, "./" + nested.directory());
                    FixedDirectory _ = FixedDirectory.loosen(libc, parent)) {
                libc.unlinkat(parent, bytes(nested.name()), Libc.AT_REMOVEDIR);
                snapshot(source, parent, bytes(nested.name()), false, group);
                try (FileDescriptor copy = open(to, nested.path())) {
                    snapshotNested(source, copy, group);
                    if (isReadOnly(source, nested.path())) {
                        setReadOnly(copy, nested.path(), true);
                    }
                }
            } catch (SyscallFailed failure) {
                // Renamed or deleted inside the box since it was listed: then it is not part of
                // the copy, as with any other file that comes or goes at that moment.
                if (failure.errno() != Errno.ENOENT) {
                    throw failure;
                }
            }
        }
    }

    private void snapshot(
            FileDescriptor source,
            FileDescriptor parent,
            byte[] name,
            boolean readOnly,
            Optional<QuotaGroup> group) {
        byte[] argument = new byte[ARGUMENTS];
        ByteBuffer fields = ordered(argument);
        fields.putLong(0, source.number());
        fields.putLong(V2_FLAGS, readOnly ? READ_ONLY : 0);
        putText(argument, V2_NAME, name);
        make(
                parent,
                SNAP_CREATE_V2,
                argument,
                group,
                "snapshot " + new String(name, StandardCharsets.UTF_8));
    }

    /** A member of the group from its birth: nothing is ever written to it uncounted. */
    private void make(
            FileDescriptor parent,
            long request,
            byte[] argument,
            Optional<QuotaGroup> group,
            String on) {
        if (group.isEmpty()) {
            libc.ioctl(parent, request, argument, on);
            return;
        }
        byte[] inherit = group.get().inherit();
        ByteBuffer fields = ordered(argument);
        fields.putLong(V2_FLAGS, fields.getLong(V2_FLAGS) | QGROUP_INHERIT);
        fields.putLong(V2_INHERIT_SIZE, inherit.length);
        libc.ioctl(parent, request, argument, V2_INHERIT, inherit, on);
    }

    /** Nothing in it can be changed any more, or again; what is nested in it is as it was. */
    public void setReadOnly(Path subvolume, boolean readOnly) {
        try (FileDescriptor top = directory(subvolume)) {
            setReadOnly(top, subvolume.toString(), readOnly);
        }
    }

    /** Gives each of two subvolumes, in one directory, the other's name; at one go. */
    public void exchange(Path one, Path other) {
        libc.exchange(one.toString(), other.toString());
    }

    /** Removes a subvolume and all that is nested in it; one that is not there is removed. */
    public void delete(Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileDescriptor top = directory(path);
                FileDescriptor parent = directory(path.getParent())) {
            makeRemovable(top, path.toString());
            deleteNested(top, parent);
            byte[] argument = new byte[ARGUMENTS];
            putText(argument, V2_NAME, nameOf(path));
            libc.ioctl(parent, SNAP_DESTROY_V2, argument, "delete " + path);
        }
    }

    /** By id, not by path: nothing that stands inside can lead the deletion elsewhere. */
    private void deleteNested(FileDescriptor outer, FileDescriptor pool) {
        for (Nested nested : nestedIn(outer)) {
            try (FileDescriptor inner = open(outer, nested.path())) {
                makeRemovable(inner, nested.path());
                deleteNested(inner, pool);
            }
            byte[] argument = new byte[ARGUMENTS];
            ByteBuffer fields = ordered(argument);
            fields.putLong(V2_FLAGS, BY_ID);
            fields.putLong(V2_NAME, nested.id());
            try (FileDescriptor around = open(outer, "./" + nested.directory());
                    FixedDirectory _ = FixedDirectory.loosen(libc, around)) {
                libc.ioctl(pool, SNAP_DESTROY_V2, argument, "delete nested " + nested.path());
            }
        }
    }

    private List<Nested> nestedIn(FileDescriptor outer) {
        List<Nested> nested = new ArrayList<>();
        long from = 0;
        int found;
        do {
            byte[] argument = new byte[ARGUMENTS];
            ByteBuffer fields = ordered(argument);
            fields.putLong(0, from);
            found = rootrefs(outer, argument);
            for (int i = 0; i < found; i++) {
                long id = fields.getLong(8 + 16 * i);
                nested.add(lookUp(outer, id, fields.getLong(8 + 16 * i + 8)));
                from = id + 1;
            }
        } while (found == MAX_ROOTREFS);
        return nested;
    }

    private int rootrefs(FileDescriptor outer, byte[] argument) {
        try {
            libc.ioctl(outer, GET_SUBVOL_ROOTREF, argument, "list nested");
        } catch (SyscallFailed failure) {
            // More than fit: the structure is filled, and the next call goes on behind it.
            if (failure.errno() != Errno.EOVERFLOW) {
                throw failure;
            }
        }
        return argument[ROOTREF_COUNT] & 0xff;
    }

    private Nested lookUp(FileDescriptor outer, long id, long directory) {
        byte[] argument = new byte[ARGUMENTS];
        ByteBuffer fields = ordered(argument);
        fields.putLong(0, directory);
        fields.putLong(8, id);
        libc.ioctl(outer, INO_LOOKUP_USER, argument, "look up nested " + id);
        return new Nested(id, getText(argument, LOOKUP_PATH), getText(argument, LOOKUP_NAME));
    }

    /** As it stands, a user of the box may have made it read-only or its directory immutable. */
    @SuppressWarnings("resource") // it is not made as it was again: it goes
    private void makeRemovable(FileDescriptor subvolume, String name) {
        if (isReadOnly(subvolume, name)) {
            setReadOnly(subvolume, name, false);
        }
        FixedDirectory.loosen(libc, subvolume);
    }

    private boolean isReadOnly(FileDescriptor subvolume, String name) {
        return (flags(subvolume, name).getLong(0) & READ_ONLY) != 0;
    }

    private void setReadOnly(FileDescriptor subvolume, String name, boolean readOnly) {
        ByteBuffer flags = flags(subvolume, name);
        long others = flags.getLong(0) & ~READ_ONLY;
        flags.putLong(0, others | (readOnly ? READ_ONLY : 0));
        libc.ioctl(subvolume, SUBVOL_SETFLAGS, flags.array(), "flags of " + name);
    }

    private ByteBuffer flags(FileDescriptor subvolume, String name) {
        byte[] flags = new byte[Long.BYTES];
        libc.ioctl(subvolume, SUBVOL_GETFLAGS, flags, "flags of " + name);
        return ordered(flags);
    }

    /**
     * What was made, renamed or deleted in the file system that holds {@code path} is on disk when
     * this returns, unlike what was written: nobody's data are waited for.
     */
    public void commit(Path path) {
        try (FileDescriptor directory = directory(path)) {
            byte[] transaction = beginCommit(directory, path);
            libc.ioctl(directory, WAIT_SYNC, transaction, "commit of " + path);
        }
    }

    /** As {@link #commit}, without waiting; what was deleted before is given back behind it. */
    public void beginCommit(Path path) {
        try (FileDescriptor directory = directory(path)) {
            beginCommit(directory, path);
        }
    }

    private byte[] beginCommit(FileDescriptor directory, Path path) {
        byte[] transaction = new byte[Long.BYTES];
        libc.ioctl(directory, START_SYNC, transaction, "start commit of " + path);
        return transaction;
    }

    /** What was done in the file system that holds {@code path} is on disk when this returns. */
    public void sync(Path path) {
        try (FileDescriptor directory = directory(path)) {
            libc.syncfs(directory);
        }
    }

    /** Whether the space of what was deleted before is there again within {@code patience}. */
    public boolean awaitReclaimed(Path pool, Duration patience) {
        try (FileDescriptor top = directory(pool)) {
            return new DeletedSubvolumes(libc).awaitReclaimed(top, patience);
        }
    }

    private FileDescriptor directory(Path path) {
        return libc.open(path.toString(), Libc.O_RDONLY | Libc.O_DIRECTORY);
    }

    private static ByteBuffer ordered(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private FileDescriptor open(FileDescriptor outer, String path) {
        return libc.openBeneath(outer, bytes(path), Libc.O_DIRECTORY);
    }

    private static byte[] nameOf(Path path) {
        return path.getFileName().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void putText(byte[] structure, int offset, byte[] text) {
        System.arraycopy(text, 0, structure, offset, text.length);
    }

    private static String getText(byte[] structure, int offset) {
        int end = offset;
        while (structure[end] != 0) {
            end++;
        }
        return new String(structure, offset, end - offset, StandardCharsets.ISO_8859_1);
    }
}
