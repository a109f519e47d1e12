package zomg.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.btrfs.Quotas;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Errno;
import zomg.linux.libc.SyscallFailed;
import zomg.linux.mount.MountTable;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.Command;
import zomg.linux.process.CommandFailed;
import zomg.linux.process.CommandRunner;
import zomg.port.MachinePart;

/** The btrfs file system of all boxes: a loop image of ours, or a directory that is on btrfs. */
public final class BtrfsPool implements MachinePart {

    private static final String READ_ONLY = "the pool %s is read-only";
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final PoolConfig config;
    private final Subvolumes subvolumes;
    private final Quotas quotas;
    private final CommandRunner commands;
    private final ReadyRoots ready;
    private Optional<FileChannel> lock = Optional.empty();

    public BtrfsPool(
            PoolConfig config,
            Subvolumes subvolumes,
            Quotas quotas,
            CommandRunner commands,
            ReadyRoots ready) {
        this.config = config;
        this.subvolumes = subvolumes;
        this.quotas = quotas;
        this.commands = commands;
        this.ready = ready;
    }

    @Override
    public String name() {
        return "pool";
    }

    @Override
    public synchronized void prepare() {
        try {
            if (config.existing().isPresent()) {
                requireBtrfs(config.existing().get());
                if (config.enableQuota()) {
                    enableQuotas(config.existing().get());
                }
            } else if (!isMounted()) {
                makeImage();
                mount();
            }
            requireWritable();
            lock();
            for (Path directory : new PoolDirectories(config.pool()).all()) {
                Files.createDirectories(
                        directory,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            BtrfsDifferences.clear(new PoolDirectories(config.pool()), subvolumes);
            ready.open();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (CommandFailed failure) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "the pool cannot be set up: " + failure.getMessage(),
                    failure);
        }
    }

    @Override
    public synchronized boolean isOurs() {
        return lock.isPresent();
    }

    @Override
    public Optional<String> fault() {
        if (config.existing().isEmpty() && !isMounted()) {
            return Optional.of("the pool is not mounted at " + config.mountPoint());
        }
        if (!Files.isWritable(config.pool())) {
            return Optional.of(READ_ONLY.formatted(config.pool()));
        }
        return new PoolDirectories(config.pool())
                .all().stream()
                        .filter(directory -> !Files.isDirectory(directory))
                        .findFirst()
                        .map("the directory %s of the pool is gone"::formatted);
    }

    @Override
    public synchronized void release() {
        ready.leave();
        unlock();
        if (config.existing().isEmpty() && isMounted()) {
            subvolumes.sync(config.mountPoint());
            unmount();
        }
    }

    /** One that is still used stays ours: else nobody would take it down at the next try. */
    private void unmount() {
        try {
            commands.require(Command.of(TIMEOUT, "umount", config.mountPoint().toString()));
        } catch (CommandFailed used) {
            try {
                lock();
            } catch (IOException | Refusal second) {
                used.addSuppressed(second);
            }
            throw used;
        }
    }

    private void requireBtrfs(Path pool) {
        boolean btrfs =
                MountTable.read()
                        .holding(pool)
                        .filter(mount -> mount.type().equals("btrfs"))
                        .isPresent();
        if (!Files.isDirectory(pool) || !btrfs) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "%s is not a directory on a mounted btrfs".formatted(pool));
        }
    }

    /** The kernel forbids writing after an error of the disk; what is behind it nobody knows. */
    private void requireWritable() {
        if (!Files.isWritable(config.pool())) {
            throw new Refusal(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    READ_ONLY.formatted(config.pool())
                            + "; see dmesg for why, and docs/troubleshooting.md");
        }
    }

    /**
     * One server for one pool: another one would take our boxes for orphans of its own. The lock
     * goes with the process.
     */
    private void lock() throws IOException {
        if (lock.isPresent()) {
            return;
        }
        FileChannel channel =
                FileChannel.open(
                        config.pool().resolve(".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                lock = Optional.of(channel);
                return;
            }
        } catch (OverlappingFileLockException heldHere) {
            // By another pool of this process: as good as another process.
        }
        channel.close();
        throw new Refusal(
                ErrorCode.ENGINE_UNAVAILABLE,
                "the pool %s is used by another server".formatted(config.pool()));
    }

    /** An open file would keep the pool from being unmounted. */
    private void unlock() {
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
            lock = Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean isMounted() {
        return MountTable.read().at(config.mountPoint()).isPresent();
    }

    /**
     * Allocated in full, so that a full host cannot take blocks away from under the pool: a sparse
     * image would turn the file system read-only then. It gets its name when it is whole.
     */
    private void makeImage() throws IOException {
        Path image = config.image();
        if (Files.exists(image)) {
            return;
        }
        Path part = image.resolveSibling(image.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(
                part,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            commands.require(
                    Command.of(
                            TIMEOUT,
                            "fallocate",
                            "--length",
                            Long.toString(config.imageBytes()),
                            part.toString()));
            commands.require(
                    Command.of(TIMEOUT, "mkfs.btrfs", "--quiet", "--nodiscard", part.toString()));
            Files.move(part, image, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** With discard the loop device would give the image's blocks back to the host. */
    private void mount() throws IOException {
        Files.createDirectories(config.mountPoint());
        commands.require(
                Command.of(
                        TIMEOUT,
                        "mount",
                        "-t",
                        "btrfs",
                        "-o",
                        "loop,nodiscard,noatime,nosuid,nodev",
                        config.image().toString(),
                        config.mountPoint().toString()));
        enableQuotas(config.mountPoint());
    }

    /** Before the first subvolume, because simple quotas count only what comes after them. */
    private void enableQuotas(Path pool) {
        try {
            quotas.enable(pool);
        } catch (SyscallFailed failure) {
            if (failure.errno() != Errno.EEXIST
                    && failure.errno() != Errno.EINVAL
                    && failure.errno() != Errno.ENOTTY) {
                throw failure;
            }
            // On already, or a kernel before 6.7, where boxes simply have no storage limit.
        }
    }
}
