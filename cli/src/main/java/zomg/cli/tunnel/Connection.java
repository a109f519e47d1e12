package zomg.cli.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection from here into the box. Two threads carry it, one in each direction, and what
 * waits for a program here is never more than a window: it is what was granted.
 */
final class Connection {

    /** What each side may send before the other grants more. */
    static final int WINDOW = 256 * 1024;

    private static final int GRANT = WINDOW / 4;
    private static final byte[] END = {};

    private final int number;
    private final Socket socket;
    private final Connections connections;
    private final Credit credit = new Credit(WINDOW);
    private final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();

    /** Of the other end: what it may still send. */
    private final AtomicInteger room = new AtomicInteger(WINDOW);

    private final AtomicInteger directions = new AtomicInteger(2);
    private final AtomicBoolean over = new AtomicBoolean();

    Connection(int number, Socket socket, Connections connections) {
        this.number = number;
        this.socket = socket;
        this.connections = connections;
    }

    void begin(int port) {
        connections.send(Message.open(number, port));
        Thread.ofVirtual().name("to-box").start(this::speak);
        Thread.ofVirtual().name("from-box").start(this::listen);
    }

    private void speak() {
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[Message.LONGEST];
            int most = credit.await(buffer.length);
            while (most > 0) {
                int length = in.read(buffer, 0, most);
                if (length < 0) {
                    connections.send(Message.end(number));
                    endDirection();
                    return;
                }
                credit.use(length);
                connections.send(Message.data(number, buffer, length));
                most = credit.await(buffer.length);
            }
        } catch (IOException broken) {
            reset();
        }
    }

    private void listen() {
        try {
            OutputStream out = socket.getOutputStream();
            int taken = 0;
            for (byte[] bytes = heard.take(); bytes.length > 0; bytes = heard.take()) {
                out.write(bytes);
                taken += bytes.length;
                if (taken >= GRANT) {
                    room.addAndGet(taken);
                    connections.send(Message.credit(number, taken));
                    taken = 0;
                }
            }
            if (!over.get()) {
                socket.shutdownOutput();
                endDirection();
            }
        } catch (IOException broken) {
            reset();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @return false if it is more than was granted
     */
    boolean hear(byte[] bytes) {
        if (bytes.length > 0) {
            if (room.addAndGet(-bytes.length) < 0) {
                return false;
            }
            heard.add(bytes);
        }
        return true;
    }

    void hearEnd() {
        heard.add(END);
    }

    void grant(int bytes) {
        credit.grant(bytes);
    }

    private void endDirection() {
        if (directions.decrementAndGet() == 0 && over.compareAndSet(false, true)) {
            close();
        }
    }

    /** From here. */
    private void reset() {
        if (over.compareAndSet(false, true)) {
            connections.send(Message.reset(number));
            abandon();
        }
    }

    /** From there. */
    void lose() {
        if (over.compareAndSet(false, true)) {
            abandon();
        }
    }

    /** Closed like this, it is a reset for the program here, not an end. */
    private void abandon() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // then it has ended already
        }
        close();
    }

    private void close() {
        credit.end();
        heard.clear();
        heard.add(END);
        try {
            socket.close();
        } catch (IOException gone) {
            // so it is
        }
        connections.forget(number);
    }
}
