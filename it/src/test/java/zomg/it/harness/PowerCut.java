package zomg.it.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import zomg.it.Instance;
import zomg.it.Shell;

/**
 * Cuts the power of an instance: what its file systems had not written to their devices is lost,
 * and so is everything that runs. The devices are files; while the server stands still they are
 * copied, then all of the instance is torn down without a word to anybody, and the copies take the
 * place of the files. The records have a file system of their own for it: beside the pool's image
 * they would be copied out of the page cache, with all that was never synced.
 */
final class PowerCut {

    /**
     * Where btrfs keeps its superblock: if it is the same after the copy, the copy is one moment.
     */
    private static final long SUPERBLOCK = 64 * 1024;

    private static final int SUPERBLOCK_BYTES = 4096;
    private static final int TRIES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Instance instance;
    private final Path database;
    private final Path databaseImage;
    private final Path poolImage;

    PowerCut(Instance instance) {
        this.instance = instance;
        this.database = instance.state().resolve("db");
        this.databaseImage = instance.state().resolve("db.img");
        this.poolImage = instance.state().resolve("pool.img");
    }

    /** Moves the records to their own file system; the server must not run. */
    void giveRecordsADisk() throws IOException {
        if (Files.exists(databaseImage)) {
            return; // by a run that found something and left it so
        }
        host("truncate", "--size=256M", databaseImage.toString());
        host("mkfs.ext4", "-q", databaseImage.toString());
        Path old = instance.state().resolve("db.old");
        Files.move(database, old);
        Files.createDirectory(database);
        mountRecords();
        host("cp", "-a", old + "/.", database.toString());
        host("rm", "-r", old.toString());
        host("sync", "-f", database.toString());
    }

    /** The other way; the server must not run. */
    void takeTheDiskAway() throws IOException {
        Path plain = instance.state().resolve("db.new");
        host("cp", "-a", database.toString(), plain.toString());
        host("umount", database.toString());
        Files.delete(database);
        Files.move(plain, database);
        Files.delete(databaseImage);
    }

    private void mountRecords() {
        host("mount", "-o", "loop,commit=30", databaseImage.toString(), database.toString());
    }

    /** Copies what is on the devices of a server that stands still. */
    void copy() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            byte[] before = superblock(poolImage);
            copy(databaseImage);
            copy(poolImage);
            if (Arrays.equals(before, superblock(poolImage)) && isStillTheSame(databaseImage)) {
                return;
            }
        }
        throw new IOException(
                "the devices were written to during each of %d copies".formatted(TRIES));
    }

    private void copy(Path image) {
        host("cp", "--sparse=always", image.toString(), copyOf(image).toString());
    }

    private boolean isStillTheSame(Path image) throws IOException {
        return Files.mismatch(image, copyOf(image)) < 0;
    }

    private static Path copyOf(Path image) {
        return image.resolveSibling(image.getFileName() + ".copy");
    }

    private static byte[] superblock(Path image) throws IOException {
        try (FileChannel channel = FileChannel.open(image)) {
            ByteBuffer block = ByteBuffer.allocate(SUPERBLOCK_BYTES);
            while (block.hasRemaining() && channel.read(block, SUPERBLOCK + block.position()) > 0) {
                // until it is whole
            }
            return block.array();
        }
    }

    /**
     * Nothing runs any more, and nothing is mounted: as after a reboot. The server is dead already.
     */
    void off() throws IOException {
        String name = "zomg-" + instance.mark();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isOff(name)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the instance does not go off");
            }
            LockSupport.parkNanos(100_000_000);
        }
        host("umount", database.toString());
        shell("rm -rf '%s/boxes'".formatted(instance.run()));
        shell(
                "ip link del %s; nft delete table inet zomg_%s; true"
                        .formatted(name, instance.mark()));
    }

    /** A group is busy for a moment after its last process was killed, and so is the pool. */
    private boolean isOff(String group) {
        shell(
                "find /sys/fs/cgroup -path '*/%s/*' -name cgroup.procs -exec cat {} + | xargs -r kill -9; true"
                        .formatted(group));
        return succeeds(
                        "find /sys/fs/cgroup -depth -type d -path '*/%s*' -exec rmdir {} +"
                                .formatted(group))
                && succeeds("! mountpoint -q '%1$s' || umount '%1$s'".formatted(instance.pool()));
    }

    private boolean succeeds(String line) {
        return instance.host("sh", "-c", line).exit() == 0;
    }

    /**
     * The copies are what is left.
     *
     * @return what the kernel finds broken in the pool; {@code btrfs check} of Debian 12 does not
     *     know simple quotas
     */
    List<String> on() throws IOException {
        for (Path image : List.of(poolImage, databaseImage)) {
            Files.move(copyOf(image), image, StandardCopyOption.REPLACE_EXISTING);
        }
        mountRecords();
        String pool = instance.pool().toString();
        host("mount", "-o", "loop,nodiscard", poolImage.toString(), pool);
        Shell.Result scrub = instance.host("btrfs", "scrub", "start", "-B", "-r", pool);
        host("umount", pool);
        return scrub.exit() == 0 && scrub.out().contains("no errors found")
                ? List.of()
                : List.of("scrub: " + scrub.out() + scrub.err());
    }

    private void host(String... argv) {
        instance.host(argv).ok();
    }

    private void shell(String line) {
        host("sh", "-c", line);
    }
}
