package zomg.linux.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import zomg.linux.process.Command;
import zomg.linux.process.CommandRunner;

/**
 * A btrfs of a test's own, on a loop device; gone with {@link #close}. It commits each second,
 * because what btrfs cleans up waits for that.
 */
public final class LoopPool implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final CommandRunner commands = new CommandRunner();
    private final Path directory;

    public LoopPool(long mebibytes) throws IOException {
        directory = Files.createTempDirectory("zomg-pool");
        Path image = directory.resolve("pool.img");
        commands.require(Command.of(TIMEOUT, "fallocate", "-l", mebibytes + "M", image.toString()));
        commands.require(
                Command.of(TIMEOUT, "mkfs.btrfs", "--quiet", "--nodiscard", image.toString()));
        Files.createDirectory(path());
        commands.require(
                Command.of(
                        TIMEOUT,
                        "mount",
                        "-o",
                        "loop,nodiscard,noatime,nosuid,nodev,commit=1",
                        image.toString(),
                        path().toString()));
    }

    public Path path() {
        return directory.resolve("pool");
    }

    @Override
    public void close() throws IOException {
        commands.require(Command.of(TIMEOUT, "umount", path().toString()));
        Files.delete(path());
        Files.delete(directory.resolve("pool.img"));
        Files.delete(directory);
    }
}
