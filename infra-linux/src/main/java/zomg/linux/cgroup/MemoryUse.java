package zomg.linux.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * What the processes of a group keep in memory, where a new limit may be below it. Version 1 says
 * no by itself, once it has given back what it can; version 2 would kill.
 */
final class MemoryUse {

    private static final int MEBIBYTE_SHIFT = 20;

    private MemoryUse() {}

    /** For version 2, before a limit is written. */
    static void refuseBelow(Path group, OptionalLong limit) {
        long kept = keptVersion2(group);
        if (limit.isPresent() && kept > limit.getAsLong()) {
            throw inUse(kept, limit.getAsLong(), null);
        }
    }

    /** Why version 1 did not take a limit. */
    static RuntimeException reason(Path group, OptionalLong limit, UncheckedIOException failure) {
        Path usage = group.resolve("memory.usage_in_bytes");
        if (limit.isPresent() && Files.exists(usage)) {
            long kept = number(usage);
            if (kept > limit.getAsLong()) {
                return inUse(kept, limit.getAsLong(), failure);
            }
        }
        return failure;
    }

    /** Without the pages of files on disk, which the kernel can drop; shared memory it cannot. */
    private static long keptVersion2(Path group) {
        Path statistics = group.resolve("memory.stat");
        if (!Files.exists(statistics)) {
            return 0;
        }
        return number(group.resolve("memory.current"))
                - statistic(statistics, "file")
                + statistic(statistics, "shmem");
    }

    private static long statistic(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name + " "))
                    .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Refusal inUse(long kept, long wanted, Throwable failure) {
        return new Refusal(
                ErrorCode.MEMORY_IN_USE,
                ("the box's processes keep %d MiB of memory, more than the new limit of %d MiB;"
                                + " end some of them, or stop the box first")
                        .formatted(kept >> MEBIBYTE_SHIFT, wanted >> MEBIBYTE_SHIFT),
                failure);
    }
}
