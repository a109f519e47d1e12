package zomg.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Between a client and a server, on loopback: after some bytes, at any place in what is said, the
 * connection is gone, for both, without a word. A number of times; after that it holds.
 */
final class CutLine implements AutoCloseable {

    private static final int BACKLOG = 50;
    private static final int BUFFER = 16 * 1024;

    private final ServerSocket listener;
    private final SocketAddress server;
    private final Random random;
    private final int mostBytes;
    private final int most;
    private final AtomicInteger cuts = new AtomicInteger();

    /**
     * @param mostBytes a connection bears, in either direction
     */
    CutLine(InetSocketAddress server, Random random, int mostBytes, int cuts) throws IOException {
        this.server = server;
        this.random = random;
        this.mostBytes = mostBytes;
        this.most = cuts;
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> relay(client));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private void relay(Socket client) {
        try (client;
                Socket socket = new Socket()) {
            socket.connect(server);
            long there = limit();
            long back = limit();
            Thread one = Thread.ofVirtual().start(() -> copy(client, socket, there));
            copy(socket, client, back);
            one.join();
        } catch (IOException gone) {
            // as it shall be
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized long limit() {
        return 1 + random.nextInt(mostBytes);
    }

    private void copy(Socket from, Socket to, long limit) {
        byte[] buffer = new byte[BUFFER];
        long left = limit;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                boolean cutting = cuts.get() < most;
                int count =
                        in.read(
                                buffer,
                                0,
                                (int) Math.min(buffer.length, cutting ? left : buffer.length));
                if (count < 0) {
                    to.shutdownOutput();
                    return;
                }
                out.write(buffer, 0, count);
                left -= count;
                if (cutting && left == 0 && cuts.incrementAndGet() <= most) {
                    break;
                }
                left = Math.max(left, 1);
            }
        } catch (IOException gone) {
            // the other side has ended it
        }
        close(from);
        close(to);
    }

    /** With a reset: what is on the way is lost. */
    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // already
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
