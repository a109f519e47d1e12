package zomg.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.btrfs.TreeDifferences;
import zomg.linux.libc.Errno;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Libc;
import zomg.linux.libc.SyscallFailed;
import zomg.linux.pool.PoolDirectories;
import zomg.model.diff.Change;
import zomg.model.diff.FileContent;
import zomg.model.file.BoxPath;
import zomg.model.id.Uid;
import zomg.port.Differences;
import zomg.port.IdSource;

/** Compares subvolumes by what btrfs remembers of their changes. */
public final class BtrfsDifferences implements Differences {

    private static final System.Logger LOG = System.getLogger(BtrfsDifferences.class.getName());

    /** A path that is renamed all the time is told as changing, and tried again. */
    private static final int MOST_TRIES = 100;

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final Libc libc;
    private final TreeDifferences trees;
    private final IdSource ids;

    public BtrfsDifferences(PoolDirectories pool, Subvolumes subvolumes, Libc libc, IdSource ids) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.libc = libc;
        this.trees = new TreeDifferences(libc, subvolumes);
        this.ids = ids;
    }

    /** Removes what a server that was killed has left of its comparisons. */
    static void clear(PoolDirectories pool, Subvolumes subvolumes) {
        PoolDisk disk = new PoolDisk(subvolumes);
        disk.entries(pool.compared()).forEach(scratch -> remove(disk, scratch));
    }

    @Override
    public List<Change> compare(Uid snapshot, Uid root, Query query) {
        Path before = pool.checkpoint(snapshot);
        Path after = pool.root(root);
        requireBoth(before, after);
        Path scratch = pool.compared().resolve(ids.next().value());
        disk.makeDirectory(scratch);
        try {
            return disk.ask(() -> trees.compare(before, after, scratch, query));
        } catch (SyscallFailed | IllegalStateException failure) {
            // Deleted meanwhile, it cannot be read to its end.
            requireBoth(before, after);
            throw failure;
        } finally {
            removeQuietly(scratch);
        }
    }

    private void removeQuietly(Path scratch) {
        try {
            remove(disk, scratch);
        } catch (RuntimeException failure) {
            LOG.log(
                    Level.WARNING,
                    "snapshots of a comparison are left until the next start",
                    failure);
        }
    }

    private static void remove(PoolDisk disk, Path scratch) {
        disk.entries(scratch).forEach(one -> disk.write(subvolumes -> subvolumes.delete(one)));
        try {
            Files.deleteIfExists(scratch);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Optional<FileContent> readSnapshot(Uid snapshot, BoxPath path, int most) {
        requireSnapshot(pool.checkpoint(snapshot));
        return read(pool.checkpoint(snapshot), path, most);
    }

    @Override
    public Optional<FileContent> readRoot(Uid root, BoxPath path, int most) {
        requireRoot(pool.root(root));
        return read(pool.root(root), path, most);
    }

    private Optional<FileContent> read(Path top, BoxPath path, int most) {
        try (FileDescriptor root = libc.open(top.toString(), Libc.O_RDONLY | Libc.O_DIRECTORY);
                FileDescriptor file = open(root, path, MOST_TRIES)) {
            Path opened = Path.of("/proc/self/fd/" + file.number());
            int type = (int) Files.getAttribute(opened, "unix:mode") & TYPE;
            return switch (type) {
                case LINK -> Optional.of(FileContent.of(libc.readlink(file)));
                case REGULAR -> Optional.of(readAll(opened, path, most));
                default ->
                        throw new Refusal(
                                ErrorCode.PATH_NOT_SERVED,
                                path + " is no file and no link; only those have a content");
            };
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SyscallFailed failure) {
            return switch (failure.errno()) {
                case Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.ENAMETOOLONG ->
                        Optional.empty();
                case Errno.EAGAIN ->
                        throw new Refusal(
                                ErrorCode.BOX_BUSY, path + " does not hold still", failure);
                default -> throw failure;
            };
        }
    }

    private FileDescriptor open(FileDescriptor root, BoxPath path, int tries) {
        try {
            return libc.openInRoot(
                    root,
                    path.value().getBytes(StandardCharsets.UTF_8),
                    Libc.O_PATH | Libc.O_NOFOLLOW);
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.EAGAIN || tries == 1) {
                throw failure;
            }
            return open(root, path, tries - 1);
        }
    }

    private static FileContent readAll(Path opened, BoxPath path, int most) throws IOException {
        try (FileChannel channel = FileChannel.open(opened, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(most + 1);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until it is full, or the end has come
            }
            if (!bytes.hasRemaining()) {
                throw new Refusal(
                        ErrorCode.REQUEST_TOO_LARGE,
                        "%s is larger than %d bytes, of which a difference is shown"
                                .formatted(path, most));
            }
            byte[] read = new byte[bytes.flip().remaining()];
            bytes.get(read);
            return FileContent.of(read);
        }
    }

    private void requireBoth(Path snapshot, Path root) {
        requireSnapshot(snapshot);
        requireRoot(root);
    }

    private void requireSnapshot(Path snapshot) {
        if (!disk.has(snapshot)) {
            throw new Refusal(
                    ErrorCode.SNAPSHOT_NOT_FOUND, "what the snapshot kept is gone from the disk");
        }
    }

    private void requireRoot(Path root) {
        if (!disk.has(root)) {
            throw new Refusal(ErrorCode.BOX_NOT_FOUND, "the disk of the box is gone");
        }
    }
}
