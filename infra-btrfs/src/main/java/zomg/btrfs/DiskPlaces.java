package zomg.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import zomg.linux.btrfs.LivingSubvolumes.Living;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.model.space.Disk;
import zomg.model.space.Disk.Kind;

/**
 * Which disk a subvolume is of, by where it stands in the pool; nested ones are of their outermost.
 */
final class DiskPlaces {

    private final Map<Long, Living> living;
    private final long top;
    private final Map<Long, Kind> kinds = new HashMap<>();
    private final Map<Long, Optional<Disk>> known = new HashMap<>();

    DiskPlaces(PoolDirectories pool, Subvolumes subvolumes, Map<Long, Living> living) {
        this.living = living;
        this.top = subvolumes.id(pool.pool());
        kinds.put(inode(pool.roots()), Kind.BOX);
        kinds.put(inode(pool.scratch()), Kind.BOX);
        kinds.put(inode(pool.checkpoints()), Kind.SNAPSHOT);
        kinds.put(inode(pool.bases()), Kind.BASE);
        kinds.put(inode(pool.volumes()), Kind.VOLUME);
        kinds.put(inode(pool.volumeCheckpoints()), Kind.VOLUME_SNAPSHOT);
    }

    private static long inode(Path directory) {
        try {
            return ((Number) Files.getAttribute(directory, "unix:ino")).longValue();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Empty for what is in the file system and is nothing that people know. */
    Optional<Disk> of(Living one) {
        Optional<Disk> found = known.get(one.id());
        if (found == null) {
            found = look(one);
            known.put(one.id(), found);
        }
        return found;
    }

    private Optional<Disk> look(Living one) {
        if (one.around() == top) {
            Kind kind = kinds.get(one.directory());
            String name = PoolDisk.withoutPart(one.name());
            return kind != null && Uid.isUid(name)
                    ? Optional.of(new Disk(kind, new Uid(name)))
                    : Optional.empty();
        }
        return Optional.ofNullable(living.get(one.around())).flatMap(this::of);
    }
}
