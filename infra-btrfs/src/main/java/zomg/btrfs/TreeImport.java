package zomg.btrfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import zomg.error.InvalidInput;
import zomg.linux.libc.Errno;
import zomg.linux.pool.PoolFailures;
import zomg.linux.process.Command;
import zomg.linux.process.CommandFailed;
import zomg.linux.process.CommandRunner;

/** Copies a system that somebody has on this machine, as it is, by the programs for that. */
final class TreeImport {

    /** What every box is started with. */
    private static final List<String> NEEDED = List.of("usr/bin/tini", "bin/bash");

    private static final String NO_SPACE = "No space left on device";

    private final CommandRunner commands;
    private final Path pool;
    private final Duration limit;

    /**
     * @param pool of whose parts none can be imported: they are nobody's to read
     * @param limit of the time that it may take
     */
    TreeImport(CommandRunner commands, Path pool, Duration limit) {
        this.commands = commands;
        this.pool = pool;
        this.limit = limit;
    }

    /**
     * @param target an empty directory
     * @throws InvalidInput with the field {@code from}
     */
    void load(Path source, Path target) {
        Path real = real(source);
        try {
            commands.require(Files.isDirectory(real) ? copy(real, target) : unpack(real, target));
        } catch (CommandFailed failure) {
            if (String.valueOf(failure.getMessage()).contains(NO_SPACE)) {
                throw PoolFailures.of(Errno.ENOSPC).orElseThrow();
            }
            throw refused("cannot be copied: " + failure.getMessage());
        }
        for (String needed : NEEDED) {
            if (!isThere(target, needed)) {
                throw refused("has no /" + needed + ", which boxes are started with");
            }
        }
    }

    private Command copy(Path source, Path target) {
        return Command.of(
                limit,
                "cp",
                "--archive",
                "--one-file-system",
                "--reflink=auto",
                "--",
                source + "/.",
                target.toString());
    }

    private Command unpack(Path archive, Path target) {
        return Command.of(
                limit,
                "tar",
                "--extract",
                "--numeric-owner",
                "--same-permissions",
                "--xattrs",
                "--xattrs-include=*",
                "--file=" + archive,
                "--directory=" + target);
    }

    private Path real(Path source) {
        try {
            Path real = source.toRealPath();
            if (!Files.isDirectory(real) && !Files.isRegularFile(real)) {
                throw refused("must be a directory or a tar archive");
            }
            if (real.startsWith(pool) || pool.startsWith(real)) {
                throw refused("must not be in the pool, nor have it inside");
            }
            return real;
        } catch (IOException failure) {
            throw refused("must be there and readable");
        }
    }

    /** A link counts: it leads somewhere in the box. */
    private static boolean isThere(Path tree, String path) {
        boolean merged = path.startsWith("bin/") && Files.isSymbolicLink(tree.resolve("bin"));
        return Files.exists(tree.resolve(merged ? "usr/" + path : path), LinkOption.NOFOLLOW_LINKS);
    }

    private static InvalidInput refused(String rule) {
        return InvalidInput.field("from", rule);
    }
}
