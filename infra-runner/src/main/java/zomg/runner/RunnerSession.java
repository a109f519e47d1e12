package zomg.runner;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInput;
import zomg.model.exec.SessionOutput;
import zomg.model.exec.SessionPosition;
import zomg.model.exec.WindowSize;
import zomg.model.id.Uid;
import zomg.port.Session;

/** A session, over a connection to its supervisor. */
public final class RunnerSession implements Session {

    private static final String ACCEPTED = "stdin ";

    /** Steps that the runner could not do for us. */
    private static final String NO_OUTPUT = "attach";

    private static final String TAKEN_OVER = "taken_over";

    private static final int PIECE = 64 * 1024;

    /** With a supervisor's first answer; it waits for nothing itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Uid id;
    private final RunnerFrames frames;
    private final Closeable connection;
    private final Supervision supervision;
    private final Window window = new Window();
    private SessionPosition position = SessionPosition.START;

    private RunnerSession(
            Uid id, RunnerFrames frames, Closeable connection, Supervision supervision) {
        this.id = id;
        this.frames = frames;
        this.connection = connection;
        this.supervision = supervision;
    }

    /**
     * Goes on with it, over a connection to its supervisor.
     *
     * @param has of the output; empty for all that is still there
     * @throws IOException if it does not answer, in bounded time
     * @throws Refusal SESSION_OUTPUT_GONE
     */
    public static Session attach(
            Uid id,
            RunnerFrames frames,
            Closeable connection,
            Supervision supervision,
            Optional<OutputOffsets> has)
            throws IOException {
        RunnerSession session = new RunnerSession(id, frames, connection, supervision);
        CompletableFuture<Void> tooLong =
                CompletableFuture.runAsync(
                        session::close,
                        CompletableFuture.delayedExecutor(
                                PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        try {
            session.attach(has);
            return session;
        } catch (IOException | RuntimeException failure) {
            session.close();
            throw failure;
        } finally {
            tooLong.cancel(false);
        }
    }

    /**
     * As {@link #attach(Uid, RunnerFrames, Closeable, Supervision, Optional)}, of one to which the
     * runner passes on.
     */
    public static Session attach(
            Uid id, RunnerCall call, Supervision supervision, Optional<OutputOffsets> has)
            throws IOException {
        return attach(id, call.frames(), call::close, supervision, has);
    }

    private void attach(Optional<OutputOffsets> has) throws IOException {
        frames.control(has.map(from -> "attach " + words(from)).orElse("attach"));
        RunnerFrames.Frame answer = frames.next();
        if (answer.channel() == RunnerFrames.SESSION) {
            throw new IOException("has ended meanwhile");
        }
        if (answer.channel() != RunnerFrames.STARTED) {
            throw refused(RunnerStatus.parse(answer.text()));
        }
        List<Long> numbers =
                Arrays.stream(answer.text().split(" ", -1)).map(Long::valueOf).toList();
        position =
                new SessionPosition(
                        numbers.get(1), new OutputOffsets(numbers.get(2), numbers.get(3)));
        window.begin(position.stdin());
    }

    private static RuntimeException refused(RunnerStatus status) {
        if (status instanceof RunnerStatus.Failed(String step, _, _)) {
            if (step.equals(NO_OUTPUT)) {
                return outputGone();
            }
            if (step.equals(TAKEN_OVER)) {
                return takenOver();
            }
        }
        return new RunnerFailed("answered " + status);
    }

    private static Refusal takenOver() {
        return new Refusal(
                ErrorCode.SESSION_TAKEN_OVER,
                "another client has come to the session: this one hears no more of it");
    }

    public static Refusal outputGone() {
        return new Refusal(
                ErrorCode.SESSION_OUTPUT_GONE,
                "the output that follows is not there any more; nobody knows what was missed");
    }

    private static String words(OutputOffsets offsets) {
        return offsets.stdout() + " " + offsets.stderr();
    }

    /** As the runner wants it. */
    public static String window(WindowSize size) {
        return size.rows() + " " + size.columns();
    }

    @Override
    public Uid id() {
        return id;
    }

    @Override
    public SessionPosition position() {
        return position;
    }

    @Override
    public SessionOutput next() {
        boolean goesOn = false;
        try {
            SessionOutput output = output(frames.next());
            goesOn = !(output instanceof SessionOutput.Ended);
            return output;
        } catch (EOFException ended) {
            if (supervision.isThere()) {
                throw takenOver();
            }
            throw new RunnerFailed("ended without a status", ended);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            if (!goesOn) {
                window.close();
            }
        }
    }

    private SessionOutput output(RunnerFrames.Frame frame) {
        return switch (frame.channel()) {
            case RunnerFrames.STDOUT -> new SessionOutput.Stdout(frame.payload());
            case RunnerFrames.STDERR -> new SessionOutput.Stderr(frame.payload());
            case RunnerFrames.CONTROL -> {
                long stdin = Long.parseLong(frame.text().substring(ACCEPTED.length()));
                window.accept(stdin);
                yield new SessionOutput.Accepted(stdin);
            }
            case RunnerFrames.STATUS -> ended(RunnerStatus.parse(frame.text()));
            case RunnerFrames.SESSION ->
                    throw new RunnerFailed("ended without a status: " + frame.text());
            default -> throw new RunnerFailed("channel " + frame.channel());
        };
    }

    private static SessionOutput ended(RunnerStatus status) {
        if (status instanceof RunnerStatus.Failed(String step, _, _) && step.equals(TAKEN_OVER)) {
            throw takenOver();
        }
        return new SessionOutput.Ended(status.toEnd());
    }

    @Override
    public void send(SessionInput input) {
        try {
            switch (input) {
                case SessionInput.Bytes(byte[] bytes) -> input(bytes);
                case SessionInput.End() -> frames.closeInput();
                case SessionInput.Signal(int number) -> frames.control("signal " + number);
                case SessionInput.Resize(WindowSize size) ->
                        frames.control("resize " + window(size));
                case SessionInput.Confirmed(OutputOffsets heard) ->
                        frames.control("ack " + words(heard));
                case SessionInput.HangUp() -> hangUp();
            }
        } catch (IOException ended) {
            // next() tells
        }
    }

    /**
     * Waits outside of the frames: the command may take no more until its output is confirmed, and
     * that is said by who listens.
     */
    private void input(byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at += PIECE) {
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PIECE));
            if (window.await(piece.length)) {
                frames.send(RunnerFrames.STDIN, piece);
            }
        }
    }

    /** Also past what the command does not take. */
    private void hangUp() throws IOException {
        if (!frames.tryControl("hangup")) {
            supervision.hangUp();
        }
    }

    @Override
    public void close() {
        window.close();
        try {
            connection.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How much may be sent ahead of what the command has taken: the supervisor has room for it. */
    private static final class Window {

        private static final long SIZE = 1024 * 1024;

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition moved = lock.newCondition();
        private long sent;
        private long accepted;
        private boolean isClosed;

        void begin(long stdin) {
            sent = stdin;
            accepted = stdin;
        }

        void accept(long stdin) {
            lock.lock();
            try {
                accepted = stdin;
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void close() {
            lock.lock();
            try {
                isClosed = true;
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /**
         * @return false if it is of no use any more
         */
        boolean await(int bytes) {
            lock.lock();
            try {
                while (!isClosed && sent + bytes - accepted > SIZE) {
                    moved.awaitUninterruptibly();
                }
                sent += bytes;
                return !isClosed;
            } finally {
                lock.unlock();
            }
        }
    }
}
