package zomg.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.runner.RunnerProcess;

/**
 * A runner in a pod. What is not read waits with the other side but for a few pieces, and so does
 * who writes what is not taken. A connection of which nothing is heard for too long is ended; what
 * ends without the word of the other side that the program has ended is never taken for an end.
 */
final class PodProcess implements RunnerProcess, WebSocket.Listener {

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STATUS = 3;

    /** Pieces under way to us; each is at most as large as the JDK's buffer, 16 KiB. */
    private static final int AHEAD = 32;

    private static final int MESSAGE = 64 * 1024;

    /** Of a {@link Status}. */
    private static final int MOST_TEXT = 4096;

    /** In a {@link Status}: it ended, with 0 or with something else. */
    private static final String SUCCESS = "Success";

    private static final String NOT_ZERO = "NonZeroExitCode";

    private static final int PULSES = 4;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor pulse;
    private final Duration deadAfter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final ReentrantLock writing = new ReentrantLock();
    private final Queue<ByteBuffer> pieces = new ArrayDeque<>();
    private final StringBuilder status = new StringBuilder();
    private int channel;
    private boolean goesOn;
    private boolean over;
    private Throwable failure;
    private volatile long heard = System.nanoTime();
    private volatile boolean hungUp;
    private volatile WebSocket socket;
    private volatile Future<?> look;
    private volatile Future<?> abort = CompletableFuture.completedFuture(null);

    /**
     * @param pulse asks whether the other side is still there
     */
    PodProcess(ScheduledThreadPoolExecutor pulse, Duration deadAfter) {
        this.pulse = pulse;
        this.deadAfter = deadAfter;
    }

    void opened(WebSocket connected) {
        socket = connected;
        long pause = deadAfter.toNanos() / PULSES;
        look = pulse.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.NANOSECONDS);
    }

    /** What we do not ask for we do not hear, and that is nobody's fault but the reader's. */
    private void look() {
        if (isOver()) {
            look.cancel(false);
        } else if (isFull()) {
            heard = System.nanoTime();
        } else if (System.nanoTime() - heard > deadAfter.toNanos()) {
            end(new IOException("nothing was heard for %d s".formatted(deadAfter.toSeconds())));
            socket.abort();
        } else {
            // One that is still under way is as good
            CompletableFuture<?> unused = socket.sendPing(ByteBuffer.allocate(0));
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        lock.lock();
        try {
            return pieces.size() >= AHEAD;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onOpen(WebSocket connected) {
        connected.request(AHEAD);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        heard = System.nanoTime();
        if (!goesOn && data.hasRemaining()) {
            channel = data.get();
        }
        goesOn = !last;
        if (channel == STDOUT && data.hasRemaining()) {
            ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
            lock.lock();
            try {
                pieces.add(copy);
                came.signalAll();
            } finally {
                lock.unlock();
            }
            return null;
        }
        if (channel == STATUS) {
            note(data);
        }
        from.request(1);
        return null;
    }

    private void note(ByteBuffer data) {
        lock.lock();
        try {
            if (status.length() < MOST_TEXT) {
                status.append(StandardCharsets.UTF_8.decode(data));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        heard = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        heard = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end(new IOException("the connection was closed: %d %s".formatted(code, reason)));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(error);
    }

    /** The first end counts. */
    private void end(Throwable why) {
        lock.lock();
        try {
            if (!over) {
                over = true;
                failure = why;
                came.signalAll();
            }
        } finally {
            lock.unlock();
        }
        abort.cancel(false);
    }

    @Override
    public OutputStream input() {
        return new Input();
    }

    @Override
    public InputStream output() {
        return new Output();
    }

    /** The other side tells the runner by the end of its input. */
    @Override
    public void closeInput() {
        hungUp = true;
        if (!socket.isOutputClosed()) {
            CompletableFuture<?> unused = socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        }
        try {
            abort = pulse.schedule(this::kill, CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            kill();
        }
        if (isOver()) {
            abort.cancel(false);
        }
    }

    @Override
    public void kill() {
        hungUp = true;
        end(new IOException("the connection was cut"));
        socket.abort();
    }

    /** Does not wait: the runner ends by itself, and the other side knows when it has. */
    @Override
    public void close() {
        look.cancel(false);
        if (!isOver()) {
            closeInput();
        }
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
                for (int at = 0; at < length; at += MESSAGE) {
                    send(bytes, offset + at, Math.min(MESSAGE, length - at));
                }
            } finally {
                writing.unlock();
            }
        }

        /** Waits for room; who kills the call ends that. */
        private void send(byte[] bytes, int offset, int length) throws IOException {
            if (hungUp || isOver()) {
                throw new IOException("closed");
            }
            ByteBuffer message = ByteBuffer.allocate(length + 1);
            message.put((byte) STDIN).put(bytes, offset, length).flip();
            try {
                WebSocket unused = socket.sendBinary(message, true).join();
            } catch (CompletionException failed) {
                throw new IOException(failed.getCause());
            }
        }
    }

    private final class Output extends InputStream {

        private ByteBuffer piece = ByteBuffer.allocate(0);

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
            if (!piece.hasRemaining() && !take()) {
                return -1;
            }
            int count = Math.min(length, piece.remaining());
            piece.get(into, offset, count);
            return count;
        }

        /** As much as is there already, without waiting. */
        @Override
        public int available() {
            return piece.remaining();
        }

        private boolean take() throws InterruptedIOException {
            lock.lock();
            try {
                while (pieces.isEmpty() && !over) {
                    came.await();
                }
                ByteBuffer next = pieces.poll();
                if (next == null) {
                    requireEnded();
                    return false;
                }
                piece = next;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            } finally {
                lock.unlock();
            }
            socket.request(1);
            return true;
        }

        /** The other side says how the program ended before it closes the connection. */
        private void requireEnded() {
            if (hungUp) {
                return;
            }
            Optional<Status> told = told();
            if (told.filter(Output::isEnd).isEmpty()) {
                throw new Refusal(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        "the connection to the box was lost, and nobody knows what became of what"
                                + " was asked for"
                                + told.map(Status::getMessage).map(": "::concat).orElse(""),
                        failure);
            }
        }

        private Optional<Status> told() {
            try {
                return Optional.of(status.toString())
                        .filter(text -> !text.isEmpty())
                        .map(text -> Serialization.unmarshal(text, Status.class));
            } catch (KubernetesClientException | IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }

        private static boolean isEnd(Status told) {
            return SUCCESS.equals(told.getStatus()) || NOT_ZERO.equals(told.getReason());
        }
    }
}
