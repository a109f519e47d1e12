package zomg.runner;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** One run of zomg-runner. */
public final class RunnerCall implements AutoCloseable {

    /** For an answer, for which the runner itself takes 25 seconds at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunnerProcess process;
    private final RunnerFrames frames;

    private RunnerCall(RunnerProcess process) {
        this.process = process;
        this.frames = new RunnerFrames(process.output(), process.input());
    }

    /** Starts the runner and gives it the plan. */
    public static RunnerCall start(Launcher launcher, String verb, RunnerPlan plan) {
        RunnerCall call;
        try {
            call = new RunnerCall(launcher.start(verb));
        } catch (IOException failure) {
            throw new RunnerFailed("cannot be started", failure);
        }
        call.tell(() -> call.frames.send(RunnerFrames.PLAN, plan.toBytes()));
        return call;
    }

    private interface Telling {
        void run() throws IOException;
    }

    /** A runner that hears no more has ended, or is about to: its frames say how. */
    private void tell(Telling what) {
        try {
            what.run();
        } catch (IOException closed) {
            // next() tells
        }
    }

    /**
     * Sends the first bytes of {@code payload}.
     *
     * @return false to a runner that hears no more
     */
    public boolean send(int channel, byte[] payload, int length) {
        try {
            frames.send(channel, payload, length);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** A message of a tunnel. */
    public void pass(byte[] message) {
        tell(() -> frames.send(RunnerFrames.STREAMS, message));
    }

    RunnerFrames frames() {
        return frames;
    }

    /** Tells the command that there is no input, without ending the call. */
    public void closeInput() {
        tell(frames::closeInput);
    }

    /**
     * The next frame.
     *
     * @throws RunnerFailed if the runner ended without saying how
     */
    public RunnerFrames.Frame next() {
        return said(frames::next);
    }

    /**
     * As {@link #next()}, of a runner that knows soon what to say. It gives up by itself, but where
     * it is started somebody else may never come to it.
     *
     * @throws Refusal ENGINE_UNAVAILABLE if it says nothing; it is killed then
     */
    public RunnerFrames.Frame nextSoon() {
        return nextWithin(PATIENCE);
    }

    RunnerFrames.Frame nextWithin(Duration patience) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        CompletableFuture<Void> unused =
                answered.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(
                                _ -> {
                                    kill();
                                    return null;
                                });
        try {
            return next();
        } catch (RunnerFailed | UncheckedIOException ended) {
            if (answered.isCompletedExceptionally()) {
                throw new Refusal(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        "the box did not answer within %d s; try again later"
                                .formatted(patience.toSeconds()),
                        ended);
            }
            throw ended;
        } finally {
            answered.complete(null);
        }
    }

    /** As {@link #next()}, with room for a payload that is of no use any more at the next call. */
    public RunnerFrames.Piece next(byte[] into) {
        return said(() -> frames.next(into));
    }

    private interface Hearing<T> {
        T hear() throws IOException;
    }

    private static <T> T said(Hearing<T> hearing) {
        try {
            return hearing.hear();
        } catch (EOFException ended) {
            throw new RunnerFailed("ended without a status", ended);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the call; the runner takes the command it watches with it. */
    public void hangUp() {
        process.closeInput();
    }

    /** For a runner that does not end after {@link #hangUp}. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
