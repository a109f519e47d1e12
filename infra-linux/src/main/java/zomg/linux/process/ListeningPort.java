package zomg.linux.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A TCP port of this machine, and who listens on it; see proc(5). */
public record ListeningPort(int port) {

    /** Whose it is. */
    public enum Holder {
        NOBODY,
        US,
        ANOTHER
    }

    private static final Path SELF = Path.of("/proc/self");

    /** Columns of /proc/net/tcp. */
    private static final int LOCAL = 1;

    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENING = "0A";

    public Holder holder() {
        Set<String> sockets =
                Stream.of("net/tcp", "net/tcp6")
                        .flatMap(table -> listeners(SELF.resolve(table)))
                        .collect(Collectors.toSet());
        if (sockets.isEmpty()) {
            return Holder.NOBODY;
        }
        try (Stream<Path> descriptors = Files.list(SELF.resolve("fd"))) {
            return descriptors.map(ListeningPort::target).anyMatch(sockets::contains)
                    ? Holder.US
                    : Holder.ANOTHER;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As links in /proc/PID/fd name them. */
    private Stream<String> listeners(Path table) {
        String local = ":%04X".formatted(port);
        try {
            return Files.readAllLines(table).stream()
                    .map(line -> line.strip().split(" +"))
                    .filter(fields -> fields.length > INODE)
                    .filter(fields -> fields[LOCAL].endsWith(local))
                    .filter(fields -> fields[STATE].equals(LISTENING))
                    .map(fields -> "socket:[" + fields[INODE] + "]");
        } catch (IOException withoutIpv6) {
            return Stream.empty();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
