package zomg.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.linux.cgroup.BoxTermination;
import zomg.linux.process.Command;
import zomg.linux.process.CommandRunner;
import zomg.model.id.Uid;

/** The host's ends of the links to boxes. */
final class Links {

    private static final Path ALL = Path.of("/sys/class/net");
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(20);

    /** The kernel needs some milliseconds, and longer the more boxes end together. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final String alias;
    private final CommandRunner commands;
    private final Map<Uid, Long> leaving = new ConcurrentHashMap<>();

    /**
     * @param alias of our links; another instance may have one of any name
     */
    Links(String alias, CommandRunner commands) {
        this.alias = alias;
        this.commands = commands;
    }

    /** Of which boxes there are links, but for those that leave. */
    Set<Uid> boxes() {
        try (Stream<Path> links = Files.list(ALL)) {
            return links.map(link -> link.getFileName().toString())
                    .flatMap(name -> LocalConfig.boxOfLink(name).stream())
                    .filter(this::has)
                    .collect(Collectors.toSet());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether a box has a link, and will have it in a moment, too. */
    boolean has(Uid box) {
        return !isLeaving(box) && isOurs(box);
    }

    private boolean isOurs(Uid box) {
        return alias.equals(read(path(box).resolve("ifalias")));
    }

    private boolean isLeaving(Uid box) {
        Long since = leaving.get(box);
        return since != null && !isLong(since);
    }

    private static boolean isLong(long since) {
        return System.nanoTime() - since > LONGEST.toNanos();
    }

    /**
     * The last process behind it has ended: the kernel takes it away with the namespace, and nobody
     * has to wait for that.
     */
    void leave(Uid box) {
        leaving.values().removeIf(Links::isLong);
        if (Files.exists(path(box))) {
            leaving.put(box, System.nanoTime());
        }
    }

    /** Another is about to be made, and one that still leaves makes way for it. */
    void replace(Uid box) {
        leaving.remove(box);
    }

    /** There is none when this returns. */
    void remove(Uid box) {
        Path link = path(box);
        if (!BoxTermination.await(() -> !Files.exists(link), PATIENCE) && isOurs(box)) {
            commands.run(Command.of(COMMAND_TIMEOUT, "ip", "link", "del", LocalConfig.link(box)));
        }
        leaving.remove(box);
    }

    private static Path path(Uid box) {
        return ALL.resolve(LocalConfig.link(box));
    }

    /** Empty for what is not there, or not any more. */
    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException gone) {
            return "";
        }
    }
}
