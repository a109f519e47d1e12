package zomg.linux.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Subvolumes;
import zomg.model.box.Box;
import zomg.model.box.BoxConfig;
import zomg.model.id.Uid;
import zomg.model.space.Storage;

/**
 * What a box has on the pool beside its root while it is started: a {@code /tmp}, files for its
 * {@code /etc}; and the limit of all that it keeps on disk.
 */
public final class BoxDisk {

    /** Everybody may write, nobody may remove what is another's. */
    private static final int SHARED_SCRATCH = 01777;

    /** For what every user of the box reads. */
    public static final Set<PosixFilePermission> FOR_ALL =
            PosixFilePermissions.fromString("rw-r--r--");

    public static final Set<PosixFilePermission> FOR_ROOT =
            PosixFilePermissions.fromString("rw-------");

    private final PoolDirectories pool;
    private final Subvolumes subvolumes;
    private final BoxQuotas quotas;

    public BoxDisk(PoolDirectories pool, Subvolumes subvolumes, BoxQuotas quotas) {
        this.pool = pool;
        this.subvolumes = subvolumes;
        this.quotas = quotas;
    }

    /** Again at each start: a power cut can have taken back what was set in its last moments. */
    public void limit(Box box) {
        PoolFailures.translating(
                () -> {
                    BoxConfig wanted = box.spec().config();
                    if (!obeys(box.uid(), wanted)) {
                        quotas.limit(QuotaGroup.of(box.uid()), bytes(wanted.storage()));
                    }
                });
    }

    /** A box without a group is older than its pool's accounting: no limit can be given to it. */
    public boolean obeys(Uid box, BoxConfig wanted) {
        return quotas.find(box)
                .map(group -> quotas.limit(group).equals(bytes(wanted.storage())))
                .orElse(true);
    }

    private static OptionalLong bytes(Optional<Storage> storage) {
        return storage.map(limit -> OptionalLong.of(limit.bytes())).orElseGet(OptionalLong::empty);
    }

    /** It counts with the box's disk; one that is full starts all the same. */
    public void makeScratch(Uid box) {
        Path scratch = pool.scratch(box);
        PoolFailures.translating(
                () -> {
                    subvolumes.create(scratch, quotas.find(box));
                    quotas.makeRoom(box, () -> subvolumes.setMode(scratch, SHARED_SCRATCH));
                });
    }

    /** Where others mount it, one that is gone may be there again as a plain directory. */
    public void removeScratch(Uid box) {
        Path scratch = pool.scratch(box);
        PoolFailures.translating(
                () -> {
                    if (subvolumes.isSubvolume(scratch)) {
                        quotas.makeRoom(box, () -> subvolumes.delete(scratch));
                    } else {
                        OwnDirectories.remove(scratch);
                    }
                });
    }

    /**
     * On the pool, because the box's root may write these files and could fill a file system.
     *
     * @param files contents by name
     * @param mode whatever the server's umask is
     * @return the directory that holds them
     */
    public Path writeEtc(Uid box, Map<String, byte[]> files, Set<PosixFilePermission> mode) {
        return PoolFailures.translating(
                () -> {
                    Path etc = pool.etc(box);
                    try {
                        Files.createDirectories(etc);
                        for (Map.Entry<String, byte[]> file : files.entrySet()) {
                            Path path = etc.resolve(file.getKey());
                            Files.write(path, file.getValue());
                            Files.setPosixFilePermissions(path, mode);
                        }
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                    return etc;
                });
    }

    /** Removes one of these files; it need not be there. */
    public void removeEtc(Uid box, String file) {
        PoolFailures.translating(
                () -> {
                    try {
                        Files.deleteIfExists(pool.etc(box).resolve(file));
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                });
    }

    public void removeEtc(Uid box) {
        PoolFailures.translating(() -> OwnDirectories.remove(pool.etc(box)));
    }

    /** Whether there is anything of a box beside its root. */
    public boolean isBesideRoot(Uid box) {
        return Files.isDirectory(pool.scratch(box)) || Files.isDirectory(pool.etc(box));
    }

    /** Every box that has anything beside its root. */
    public Set<Uid> list() {
        Set<Uid> boxes = new HashSet<>();
        Stream.of(pool.scratch(), pool.etc())
                .flatMap(directory -> OwnDirectories.list(directory).stream())
                .map(path -> path.getFileName().toString())
                .filter(Uid::isUid)
                .forEach(name -> boxes.add(new Uid(name)));
        return boxes;
    }
}
