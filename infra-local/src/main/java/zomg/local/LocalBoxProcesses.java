package zomg.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.linux.cgroup.Cgroups;
import zomg.model.box.Box;
import zomg.model.box.Environment;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;
import zomg.model.exec.OutputOffsets;
import zomg.model.exec.SessionInfo;
import zomg.model.exec.SessionTerms;
import zomg.model.id.Uid;
import zomg.port.BoxProcesses;
import zomg.port.Session;

/** Commands in boxes through the runner: one call for each, or a session. */
public final class LocalBoxProcesses implements BoxProcesses, AutoCloseable {

    private static final Logger LOG = System.getLogger(LocalBoxProcesses.class.getName());

    private static final Duration FORGETTING = Duration.ofMinutes(10);

    /** The runner gives a command two seconds from HUP to KILL, and waits five for its end. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    private final LocalConfig config;
    private final Cgroups cgroups;
    private final LocalBoxEngine engine;
    private final LocalSessions sessions;
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("exec-deadlines").factory());

    public LocalBoxProcesses(
            LocalConfig config, Cgroups cgroups, LocalBoxEngine engine, LocalSessions sessions) {
        this.config = config;
        this.cgroups = cgroups;
        this.engine = engine;
        this.sessions = sessions;
        // Else a call that ended is kept until its time would have been over
        deadlines.setRemoveOnCancelPolicy(true);
        ScheduledFuture<?> unused =
                deadlines.scheduleWithFixedDelay(
                        this::forgetSessions,
                        FORGETTING.toMillis(),
                        FORGETTING.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** A task that throws is not asked for again. */
    private void forgetSessions() {
        try {
            sessions.forget();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "old sessions cannot be removed", failure);
        }
    }

    @Override
    public ExecEnd run(Box box, ExecRequest request, OutputStream stdout, OutputStream stderr) {
        AtomicBoolean late = new AtomicBoolean();
        RunnerPlan plan = plan(box, request).put("limit", seconds(request.timeout()));
        try (RunnerCall call = RunnerCall.start(config.runner(), "enter", plan)) {
            call.closeInput();
            Duration most = request.timeout().plus(KILL_PATIENCE);
            ScheduledFuture<?> deadline = hangUpAfter(call, most, late);
            try {
                return toEnd(pump(call, stdout, stderr), late);
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

    @Override
    public int start(Box box, Uid id, ExecRequest request) {
        return sessions.start(box.uid(), id, plan(box, request), request);
    }

    @Override
    public Session open(Box box, Uid id, ExecRequest request, SessionTerms terms) {
        return sessions.open(box.uid(), id, plan(box, request), request, terms);
    }

    @Override
    public Session join(Box box, Uid id, Optional<OutputOffsets> has) {
        return sessions.join(box.uid(), id, has);
    }

    @Override
    public List<SessionInfo> sessions(Box box) {
        return sessions.list(box.uid());
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }

    /** At least one, as the runner wants it. */
    static long seconds(Duration limit) {
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

    private static ExecEnd toEnd(RunnerStatus status, AtomicBoolean late) {
        return late.get() ? new ExecEnd.TimedOut() : end(status);
    }

    /**
     * @throws Refusal EXEC_FAILED if the command could not be started
     */
    static ExecEnd end(RunnerStatus status) {
        return switch (status) {
            case RunnerStatus.Exited(int code) -> new ExecEnd.Exited(code);
            case RunnerStatus.Signalled(int signal) -> new ExecEnd.Signalled(signal);
            case RunnerStatus.TimedOut() -> new ExecEnd.TimedOut();
            case RunnerStatus.Failed _ -> throw refused(status);
        };
    }

    private static RuntimeException refused(RunnerStatus status) {
        return status instanceof RunnerStatus.Failed(String step, _, String text)
                ? new Refusal(
                        ErrorCode.EXEC_FAILED,
                        "the command cannot be started: %s: %s".formatted(step, text))
                : new RunnerFailed("answered " + status);
    }

    private RunnerPlan plan(Box box, ExecRequest request) {
        BoxInit init =
                engine.init(box.uid())
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.BOX_NOT_RUNNING,
                                                "box is not running; resume it first"));
        Environment environment = config.variables().of(box).overriddenBy(request.environment());
        RunnerPlan plan =
                new RunnerPlan()
                        .put("pid", init.pid())
                        .put("start_time", init.startTime())
                        .put("isolation", box.spec().isolation().wireName())
                        .put("user", request.user())
                        .join(cgroups, box.uid())
                        .putVariables(environment)
                        .putEach("arg", request.loginShell());
        request.workingDirectory().ifPresent(directory -> plan.put("cwd", directory));
        return plan;
    }
}
