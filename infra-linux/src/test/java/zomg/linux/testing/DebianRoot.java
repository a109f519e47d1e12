package zomg.linux.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import zomg.linux.process.Command;
import zomg.linux.process.CommandRunner;

/**
 * A small Debian with tini, fetched once for each machine and then unpacked from a file in the
 * user's cache; the mirror is that of the variable {@code ZOMG_BASE_MIRROR}, if it is set.
 */
public final class DebianRoot {

    private static final String SUITE = "bookworm";
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    private final CommandRunner commands = new CommandRunner();

    /** Unpacks it into an empty directory. */
    public void unpackInto(Path directory) throws IOException {
        Path archive = cached();
        commands.require(
                Command.of(
                        TIMEOUT,
                        "tar",
                        "--extract",
                        "--numeric-owner",
                        "--file=" + archive,
                        "--directory=" + directory));
    }

    private Path cached() throws IOException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "zomg");
        Path archive = cache.resolve("test-root-" + SUITE + ".tar");
        if (!Files.exists(archive)) {
            Files.createDirectories(cache);
            Path part = Files.createTempFile(cache, "test-root", ".part");
            try {
                fetch(part);
                Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }
        return archive;
    }

    private void fetch(Path archive) throws IOException {
        Path root = Files.createTempDirectory("zomg-root");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            commands.require(
                    Command.of(
                            TIMEOUT,
                            "debootstrap",
                            "--variant=minbase",
                            "--include=tini,ca-certificates,iproute2,iputils-ping,btrfs-progs",
                            SUITE,
                            root.toString(),
                            System.getenv()
                                    .getOrDefault(
                                            "ZOMG_BASE_MIRROR", "http://deb.debian.org/debian")));
            commands.require(
                    Command.of(
                            TIMEOUT,
                            "tar",
                            "--create",
                            "--numeric-owner",
                            "--one-file-system",
                            "--file=" + archive,
                            "--directory=" + root,
                            "."));
        } finally {
            commands.require(
                    Command.of(TIMEOUT, "rm", "-rf", "--one-file-system", root.toString()));
        }
    }
}
