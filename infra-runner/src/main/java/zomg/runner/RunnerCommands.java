package zomg.runner;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import zomg.error.Refusal;
import zomg.model.exec.ExecEnd;

/** Commands in boxes that are heard to their end, one call of the runner for each. */
public final class RunnerCommands implements AutoCloseable {

    /** The runner gives a command two seconds from HUP to KILL, and waits five for its end. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("exec-deadlines").factory());

    public RunnerCommands() {
        // Else a call that ended is kept until its time would have been over
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /**
     * Without input.
     *
     * @param plan of {@code enter}, but for the time limit
     * @throws Refusal EXEC_FAILED if it could not be started
     */
    public ExecEnd run(
            Launcher launcher,
            RunnerPlan plan,
            Duration timeout,
            OutputStream stdout,
            OutputStream stderr) {
        AtomicBoolean late = new AtomicBoolean();
        plan.put("limit", seconds(timeout));
        try (RunnerCall call = RunnerCall.start(launcher, "enter", plan)) {
            call.closeInput();
            ScheduledFuture<?> deadline = hangUpAfter(call, timeout.plus(KILL_PATIENCE), late);
            try {
                RunnerStatus status = pump(call, stdout, stderr);
                return late.get() ? new ExecEnd.TimedOut() : status.toEnd();
            } catch (RunnerFailed killed) {
                if (late.get()) {
                    return new ExecEnd.TimedOut();
                }
                throw killed;
            } finally {
                deadline.cancel(false);
            }
        }
    }

    /** At least one, as the runner wants it. */
    public static long seconds(Duration limit) {
        return limit.plusMillis(999).toSeconds();
    }

    /** For a runner that does not keep its time. */
    private ScheduledFuture<?> hangUpAfter(RunnerCall call, Duration timeout, AtomicBoolean late) {
        return deadlines.schedule(
                () -> {
                    late.set(true);
                    call.hangUp();
                    ScheduledFuture<?> unused =
                            deadlines.schedule(
                                    call::kill, KILL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static RunnerStatus pump(RunnerCall call, OutputStream stdout, OutputStream stderr) {
        try {
            while (true) {
                RunnerFrames.Frame frame = call.next();
                switch (frame.channel()) {
                    case RunnerFrames.STDOUT -> stdout.write(frame.payload());
                    case RunnerFrames.STDERR -> stderr.write(frame.payload());
                    case RunnerFrames.STATUS -> {
                        return RunnerStatus.parse(frame.text());
                    }
                    case RunnerFrames.STARTED -> {
                        // Its pid is of no use while we wait for its end.
                    }
                    default -> throw new RunnerFailed("channel " + frame.channel());
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }
}
