package zomg.linux.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Quotas;
import zomg.linux.libc.SyscallFailed;
import zomg.model.id.Uid;

/**
 * The quota groups of boxes, or of data volumes. A directory in the pool remembers each of them,
 * from before it is made until it is gone: btrfs keeps the groups of all pools that are on one file
 * system together, and only our own are ours to remove.
 */
public final class BoxQuotas {

    private final PoolDirectories pool;
    private final Path marks;
    private final Quotas quotas;

    public BoxQuotas(PoolDirectories pool, Quotas quotas) {
        this(pool, pool.groups(), quotas);
    }

    private BoxQuotas(PoolDirectories pool, Path marks, Quotas quotas) {
        this.pool = pool;
        this.marks = marks;
        this.quotas = quotas;
    }

    /** Those of data volumes. */
    public static BoxQuotas ofVolumes(PoolDirectories pool, Quotas quotas) {
        return new BoxQuotas(pool, pool.volumeGroups(), quotas);
    }

    private Path mark(Uid box) {
        return marks.resolve(box.value());
    }

    /** Whether the pool counts what boxes write, so that it can be limited. */
    public boolean areOn() {
        return quotas.areOn(pool.pool());
    }

    /** The group of a box, made if it is not there; empty where nothing is counted. */
    public Optional<QuotaGroup> ensure(Uid box) {
        if (!areOn()) {
            return Optional.empty();
        }
        QuotaGroup group = QuotaGroup.of(box);
        try {
            Files.createDirectory(mark(box));
        } catch (FileAlreadyExistsException known) {
            // Made before, or about to be: either is as good.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        quotas.create(pool.pool(), group);
        return Optional.of(group);
    }

    /** The group of a box, if it has one. */
    public Optional<QuotaGroup> find(Uid box) {
        return Files.isDirectory(mark(box)) && areOn()
                ? Optional.of(QuotaGroup.of(box))
                : Optional.empty();
    }

    /** Every box that has a group, or had one that is not gone yet. */
    public Set<Uid> list() {
        Set<Uid> boxes = new HashSet<>();
        try (Stream<Path> entries = Files.list(marks)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(Uid::isUid)
                    .forEach(name -> boxes.add(new Uid(name)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return boxes;
    }

    /**
     * @param subvolume the id of one that is not in a group yet
     */
    public void assign(long subvolume, QuotaGroup group) {
        quotas.assign(pool.pool(), subvolume, group);
    }

    /** Empty if there is none. */
    public OptionalLong limit(QuotaGroup group) {
        return quotas.limit(pool.pool(), group);
    }

    /** How many bytes a box has written that are kept, as of the last commit. */
    public OptionalLong used(QuotaGroup group) {
        return quotas.used(pool.pool(), group);
    }

    public void limit(QuotaGroup group, OptionalLong bytes) {
        quotas.limit(pool.pool(), group, bytes);
    }

    /**
     * Does what we must do on the box's own disk, such as removing what is nested in it, which
     * takes room too. A full box is let have it for that moment.
     */
    public void makeRoom(Uid box, Runnable work) {
        try {
            work.run();
        } catch (SyscallFailed failure) {
            Optional<QuotaGroup> group = find(box);
            if (!failure.isNoSpace() || group.isEmpty()) {
                throw failure;
            }
            OptionalLong limit = limit(group.get());
            limit(group.get(), OptionalLong.empty());
            try {
                work.run();
            } finally {
                limit(group.get(), limit);
            }
        }
    }

    /** Removes the group of a box that has no disk any more, as soon as that can be. */
    public void remove(Uid box) {
        if (!areOn() || quotas.remove(pool.pool(), QuotaGroup.of(box))) {
            try {
                Files.deleteIfExists(mark(box));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
