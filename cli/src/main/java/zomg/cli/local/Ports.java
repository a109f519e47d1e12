package zomg.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import zomg.cli.support.Failure;

/** Which port of loopback the server gets. */
final class Ports {

    private static final int USUAL = 7717;
    private static final int TRIES = 200;
    private static final int MAX_PORT = 65_535;

    private Ports() {}

    /** The one that is wanted, else 7717, else the next free one. */
    static int choose(Optional<Integer> wanted) {
        if (wanted.isPresent()) {
            if (!isFree(wanted.get())) {
                throw Failure.of("port %d of 127.0.0.1 is in use".formatted(wanted.get()));
            }
            return wanted.get();
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

    static boolean isPort(String text) {
        return text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= MAX_PORT;
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
