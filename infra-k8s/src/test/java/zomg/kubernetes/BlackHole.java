package zomg.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Between us and an API server, until nothing passes any more and nobody is told. */
final class BlackHole implements AutoCloseable {

    private final URI target;
    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean swallows;

    BlackHole(String target) throws IOException {
        this.target = URI.create(target);
        this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    /** What to take for the API server's address. */
    String url() {
        return "https://127.0.0.1:%d/".formatted(server.getLocalPort());
    }

    void swallow() {
        swallows = true;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket api = new Socket(target.getHost(), target.getPort());
                open.addAll(List.of(client, api));
                Thread.startVirtualThread(() -> pass(client, api));
                Thread.startVirtualThread(() -> pass(api, client));
            }
        } catch (IOException closed) {
            // no more come
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] piece = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (!swallows) {
                    out.write(piece, 0, count);
                }
            }
        } catch (IOException closed) {
            // the other direction ends, too
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
