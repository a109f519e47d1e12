package zomg.cli.tunnel;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import zomg.cli.support.Waiting;

/** All that are open; each that is accepted here becomes one in the box. */
final class Connections {

    /** At the same time; further ones wait until they are accepted. */
    static final int MOST = 256;

    private static final long PAUSE_MILLIS = 100;

    private final ServerSocket listening;
    private final int port;
    private final Consumer<Message> to;
    private final Semaphore places = new Semaphore(MOST);
    private final Map<Integer, Connection> open = new ConcurrentHashMap<>();
    private int last;

    /** What is accepted from now on has come too late. */
    private volatile boolean isOver;

    /**
     * @param port in the box
     * @param to the other end; may wait until what was sent before is on its way
     */
    Connections(ServerSocket listening, int port, Consumer<Message> to) {
        this.listening = listening;
        this.port = port;
        this.to = to;
    }

    void begin() {
        Thread.ofVirtual().name("accept").start(this::accept);
    }

    private void accept() {
        while (!listening.isClosed()) {
            places.acquireUninterruptibly();
            try {
                begin(listening.accept());
            } catch (IOException refused) {
                // As many files are open as may, or we are at the end
                places.release();
                Waiting.pause(PAUSE_MILLIS);
            }
        }
    }

    private void begin(Socket accepted) throws IOException {
        accepted.setTcpNoDelay(true);
        last = last == Integer.MAX_VALUE ? 1 : last + 1;
        Connection connection = new Connection(last, accepted, this);
        open.put(last, connection);
        connection.begin(port);
        if (isOver) {
            connection.lose();
        }
    }

    /** What comes for one that is over crossed with the end of it. */
    void hear(Message message) {
        Connection connection = open.get(message.stream());
        if (connection == null) {
            return;
        }
        switch (message.kind()) {
            case Message.DATA -> {
                if (!connection.hear(message.content())) {
                    throw new IllegalArgumentException("more than was granted");
                }
            }
            case Message.END -> connection.hearEnd();
            case Message.RESET -> connection.lose();
            case Message.CREDIT -> connection.grant(message.payload().getInt());
            default -> {
                // of a newer server
            }
        }
    }

    void send(Message message) {
        to.accept(message);
    }

    void forget(int number) {
        if (open.remove(number) != null) {
            places.release();
        }
    }

    /** The tunnel is over. */
    void lose() {
        isOver = true;
        open.values().forEach(Connection::lose);
    }
}
