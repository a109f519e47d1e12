package zomg.linux.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import zomg.linux.libc.FileDescriptor;
import zomg.linux.libc.Spawning;
import zomg.linux.libc.SyscallFailed;

/**
 * A program that we talk to through pipes. Nothing stays of it after {@link #close}, which waits a
 * bounded time for its end.
 */
public final class Child implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<String> ENVIRONMENT = List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin");

    private final Spawning spawning;
    private final int pid;
    private final FileDescriptor toChild;
    private final FileDescriptor fromChild;
    private final ReentrantLock writing = new ReentrantLock();
    private boolean inputClosed;
    private boolean reaped;

    private Child(Spawning spawning, int pid, FileDescriptor toChild, FileDescriptor fromChild) {
        this.spawning = spawning;
        this.pid = pid;
        this.toChild = toChild;
        this.fromChild = fromChild;
    }

    /**
     * @param argv the first is the path of the program
     * @throws IOException if it cannot be started
     */
    static Child start(Spawning spawning, List<String> argv) throws IOException {
        try {
            Spawning.Pipe input = spawning.pipe();
            try (FileDescriptor read = input.reading()) {
                return start(spawning, argv, read, input.writing());
            } catch (RuntimeException failure) {
                input.writing().close();
                throw failure;
            }
        } catch (SyscallFailed failure) {
            throw new IOException(failure);
        }
    }

    private static Child start(
            Spawning spawning, List<String> argv, FileDescriptor stdin, FileDescriptor toChild) {
        Spawning.Pipe output = spawning.pipe();
        try (FileDescriptor stdout = output.writing()) {
            int pid = spawning.spawn(argv, ENVIRONMENT, stdin, stdout);
            return new Child(spawning, pid, toChild, output.reading());
        } catch (RuntimeException failure) {
            output.reading().close();
            throw failure;
        }
    }

    /** Its standard input. */
    public OutputStream input() {
        return new Input();
    }

    /** Its standard output. */
    public InputStream output() {
        return new Output();
    }

    /** Its input ends; a child that does not even read what it was sent is killed instead. */
    public void closeInput() {
        if (!writing.tryLock()) {
            kill();
            return;
        }
        try {
            if (!inputClosed) {
                inputClosed = true;
                toChild.close();
            }
        } finally {
            writing.unlock();
        }
    }

    public synchronized void kill() {
        if (!reaped) {
            spawning.kill(pid);
        }
    }

    @Override
    public void close() {
        closeInput();
        if (!awaitEnd()) {
            kill();
            awaitEnd();
        }
        fromChild.close();
    }

    private boolean awaitEnd() {
        if (!reap()) {
            spawning.awaitEnd(pid, PATIENCE);
        }
        return reap();
    }

    private synchronized boolean reap() {
        reaped = reaped || spawning.reap(pid).isPresent();
        return reaped;
    }

    private final class Input extends OutputStream {

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            writing.lock();
            try {
                if (inputClosed) {
                    throw new IOException("closed");
                }
                spawning.write(toChild, bytes, offset, length);
            } catch (SyscallFailed failure) {
                throw new IOException(failure);
            } finally {
                writing.unlock();
            }
        }
    }

    private final class Output extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            try {
                int count = spawning.read(fromChild, into, offset, length);
                return count == 0 ? -1 : count;
            } catch (SyscallFailed failure) {
                throw new IOException(failure);
            }
        }
    }
}
