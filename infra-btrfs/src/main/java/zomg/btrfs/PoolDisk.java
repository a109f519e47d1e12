package zomg.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.Errno;
import zomg.linux.libc.SyscallFailed;
import zomg.linux.pool.PoolFailures;
import zomg.model.id.Uid;

/** What both stores do with directories of subvolumes; a full pool becomes a refusal here. */
final class PoolDisk {

    private static final String PART = ".part";

    private final Subvolumes subvolumes;

    PoolDisk(Subvolumes subvolumes) {
        this.subvolumes = subvolumes;
    }

    boolean has(Path subvolume) {
        return subvolumes.isSubvolume(subvolume);
    }

    boolean hasNested(Path subvolume) {
        return subvolumes.hasNested(subvolume);
    }

    void write(Consumer<Subvolumes> change) {
        PoolFailures.translating(() -> change.accept(subvolumes));
    }

    <T> T ask(Supplier<T> work) {
        return PoolFailures.translating(work);
    }

    /** A snapshot that somebody else made first, for an equal request, is as good as ours. */
    void snapshotOnce(Path source, Path target, boolean readOnly, Optional<QuotaGroup> group) {
        if (has(target)) {
            return;
        }
        write(
                disk -> {
                    try {
                        disk.snapshot(source, target, readOnly, group);
                    } catch (SyscallFailed failure) {
                        if (failure.errno() != Errno.EEXIST || !has(target)) {
                            throw failure;
                        }
                    }
                });
    }

    /** Where something is until it is whole, or while it is not removed yet. */
    static Path part(Path target) {
        return target.resolveSibling(target.getFileName() + PART);
    }

    /**
     * A snapshot of {@code source} with all that is nested in it, unless it is there; on disk when
     * this returns.
     *
     * @param group counts what is written to any of them
     */
    void copyOnce(Path source, Path target, boolean readOnly, Optional<QuotaGroup> group) {
        if (has(target)) {
            return;
        }
        if (!hasNested(source)) {
            snapshotOnce(source, target, readOnly, group);
            return;
        }
        write(disk -> makePart(disk, source, target, readOnly, group));
        finish(target);
    }

    /**
     * A snapshot with all that is nested in it takes several steps, so it is made under another
     * name. What is nested keeps its own flags.
     */
    static void makePart(
            Subvolumes disk,
            Path source,
            Path target,
            boolean readOnly,
            Optional<QuotaGroup> group) {
        Path part = part(target);
        disk.delete(part);
        disk.snapshotWithNested(source, part, group);
        if (readOnly) {
            disk.setReadOnly(part, true);
        }
    }

    /** It gets its name last; a name given by renaming has to be committed. */
    void finish(Path target) {
        rename(part(target), target);
        write(disk -> disk.commit(target.getParent()));
    }

    void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Every entry; none of a directory that is not there. */
    List<Path> entries(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void rename(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Each gets the other's name at the same instant, in one directory; on disk when this returns.
     */
    void exchange(Path one, Path other) {
        write(
                disk -> {
                    disk.exchange(one, other);
                    disk.commit(one.getParent());
                });
    }

    /** Every uid of which there is something, also something unfinished. */
    Set<Uid> list(Path directory) {
        Set<Uid> uids = new HashSet<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.map(entry -> entry.getFileName().toString())
                    .map(PoolDisk::withoutPart)
                    .filter(Uid::isUid)
                    .forEach(name -> uids.add(new Uid(name)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return uids;
    }

    /** The name that something will have, or had. */
    static String withoutPart(String name) {
        return name.endsWith(PART) ? name.substring(0, name.length() - PART.length()) : name;
    }
}
