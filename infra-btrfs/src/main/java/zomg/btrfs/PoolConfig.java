package zomg.btrfs;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the pool is.
 *
 * @param existing a directory on a btrfs that is mounted already; empty for a loop image of ours
 * @param image the file of the loop image
 * @param mountPoint where the image is mounted
 * @param imageBytes how large a new image is made
 * @param enableQuota whether simple quotas are turned on for an existing directory too, and with it
 *     for all of its file system
 */
public record PoolConfig(
        Optional<Path> existing,
        Path image,
        Path mountPoint,
        long imageBytes,
        boolean enableQuota) {

    public Path pool() {
        return existing.orElse(mountPoint);
    }
}
