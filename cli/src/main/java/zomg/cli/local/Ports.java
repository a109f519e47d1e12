package zomg.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zomg.cli.support.Failure;

/** Which port of loopback the server gets. */
final class Ports {

    private static final int USUAL = 7717;
    private static final int TRIES = 200;
    private static final int MAX_PORT = 65_535;

    /** Columns of /proc/PID/net/tcp. */
    private static final int LOCAL = 1;

    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENING = "0A";

    private Ports() {}

    /**
     * The one that is wanted; else the one that it had before, for whoever waits there; else 7717
     * or the next free one.
     */
    static int choose(Optional<Integer> wanted, Optional<Integer> before) {
        if (wanted.isPresent()) {
            if (!isFree(wanted.get())) {
                throw Failure.of("port %d of 127.0.0.1 is in use".formatted(wanted.get()));
            }
            return wanted.get();
        }
        if (before.filter(Ports::isFree).isPresent()) {
            return before.get();
        }
        for (int port = USUAL; port < USUAL + TRIES; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw Failure.of(
                "no port of 127.0.0.1 from %d to %d is free; name one with --port"
                        .formatted(USUAL, USUAL + TRIES - 1));
    }

    /** One that nobody asks for. */
    static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw Failure.of("no port of 127.0.0.1 is free");
        }
    }

    static boolean isPort(String text) {
        return text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= MAX_PORT;
    }

    /** Whether what answers on this port is that process, and not one that was there first. */
    static boolean isServedBy(int port, ProcessId process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        Set<String> sockets = new HashSet<>(listeners(proc.resolve("net/tcp"), port));
        sockets.addAll(listeners(proc.resolve("net/tcp6"), port));
        if (sockets.isEmpty()) {
            return false;
        }
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
            return descriptors.map(Ports::target).anyMatch(sockets::contains);
        } catch (IOException | UncheckedIOException gone) {
            return false;
        }
    }

    /** The sockets that listen on it, as /proc/PID/fd names them; see proc(5). */
    private static Set<String> listeners(Path table, int port) {
        String local = ":%04X".formatted(port);
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split(" +"))
                    .filter(fields -> fields.length > INODE)
                    .filter(fields -> fields[LOCAL].endsWith(local))
                    .filter(fields -> fields[STATE].equals(LISTENING))
                    .map(fields -> "socket:[" + fields[INODE] + "]")
                    .collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException none) {
            return Set.of();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
