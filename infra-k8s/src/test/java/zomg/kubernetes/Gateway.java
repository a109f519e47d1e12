package zomg.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to the API server that a test can close and open. */
final class Gateway implements AutoCloseable {

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Gateway(InetSocketAddress target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (closed) {
                    client.close();
                    continue;
                }
                Socket behind = new Socket();
                behind.connect(target);
                open.add(client);
                open.add(behind);
                Thread.ofVirtual().start(() -> pass(client, behind));
                Thread.ofVirtual().start(() -> pass(behind, client));
            } catch (IOException ended) {
                // Either side, or we.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // Either side, or we.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Ends all connections and takes no more. */
    void shut() {
        closed = true;
        open.forEach(
                socket -> {
                    try {
                        socket.close();
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                });
    }

    void unshut() {
        closed = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        shut();
    }
}
