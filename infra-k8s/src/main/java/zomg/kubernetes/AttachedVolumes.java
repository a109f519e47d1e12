package zomg.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import zomg.error.Refusal;
import zomg.linux.mount.MountTable;
import zomg.linux.pool.OwnDirectories;
import zomg.linux.pool.PoolDirectories;
import zomg.linux.process.Command;
import zomg.linux.process.CommandRunner;
import zomg.model.id.Uid;
import zomg.model.volume.Attachment;
import zomg.runner.DataVolumes;

/**
 * Data volumes on their way to boxes: each is mounted in a directory of its box, and what is
 * mounted there comes into the pod of that box.
 */
final class AttachedVolumes {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final PoolDirectories pool;
    private final DataVolumes volumes;
    private final CommandRunner commands;

    AttachedVolumes(PoolDirectories pool, CommandRunner commands) {
        this.pool = pool;
        this.volumes = new DataVolumes(pool);
        this.commands = commands;
    }

    /** What is mounted below it from now on is seen by who has it already. */
    void share() {
        MountTable.Mount mount = mount();
        if (!mount.isShared()) {
            commands.require(
                    Command.of(TIMEOUT, "mount", "--make-shared", "--", mount.point().toString()));
        }
    }

    boolean isShared() {
        return mount().isShared();
    }

    private MountTable.Mount mount() {
        return MountTable.read().holding(pool.attach()).orElseThrow();
    }

    /** Makes the box have these, and no others. */
    void set(Uid box, List<Attachment> wanted) {
        makeDirectory(pool.attach(box));
        Set<Uid> uids = new HashSet<>(wanted.stream().map(Attachment::volume).toList());
        attached(box).stream().filter(one -> !uids.contains(one)).forEach(one -> detach(box, one));
        wanted.forEach(one -> attach(box, one));
    }

    /**
     * @throws Refusal MOUNT_FAILED if its disk is gone
     */
    void attach(Uid box, Attachment one) {
        Path disk = volumes.disk(one);
        Path point = point(box, one.volume());
        if (MountTable.read().at(point).isEmpty()) {
            makeDirectory(point);
            commands.require(
                    Command.of(
                            TIMEOUT, "mount", "--bind", "--", disk.toString(), point.toString()));
        }
    }

    /** Also where something in the box still has it: that one keeps it, and nobody else gets it. */
    void detach(Uid box, Uid volume) {
        Path point = point(box, volume);
        while (MountTable.read().at(point).isPresent()) {
            commands.require(Command.of(TIMEOUT, "umount", "--lazy", "--", point.toString()));
        }
        try {
            Files.deleteIfExists(point);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Set<Uid> attached(Uid box) {
        return uids(OwnDirectories.list(pool.attach(box)));
    }

    void removeAll(Uid box) {
        attached(box).forEach(volume -> detach(box, volume));
        try {
            Files.deleteIfExists(pool.attach(box));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean has(Uid box) {
        return Files.isDirectory(pool.attach(box));
    }

    /** Every box that has a directory for them. */
    Set<Uid> boxes() {
        return uids(OwnDirectories.list(pool.attach()));
    }

    private Path point(Uid box, Uid volume) {
        return pool.attach(box).resolve(volume.value());
    }

    private static Set<Uid> uids(List<Path> paths) {
        Set<Uid> uids = new HashSet<>();
        paths.stream()
                .map(path -> path.getFileName().toString())
                .filter(Uid::isUid)
                .forEach(name -> uids.add(new Uid(name)));
        return uids;
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
