package zomg.local;

import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
import zomg.runner.RunnerCommands;
import zomg.runner.RunnerPlan;

/** Commands in boxes through the runner: one call for each, or a session. */
public final class LocalBoxProcesses implements BoxProcesses, AutoCloseable {

    private static final Logger LOG = System.getLogger(LocalBoxProcesses.class.getName());

    private static final Duration FORGETTING = Duration.ofMinutes(10);

    private final LocalConfig config;
    private final Cgroups cgroups;
    private final LocalBoxEngine engine;
    private final LocalSessions sessions;
    private final RunnerCommands commands = new RunnerCommands();
    private final ScheduledThreadPoolExecutor forgetting =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("session-forgetting").factory());

    public LocalBoxProcesses(
            LocalConfig config, Cgroups cgroups, LocalBoxEngine engine, LocalSessions sessions) {
        this.config = config;
        this.cgroups = cgroups;
        this.engine = engine;
        this.sessions = sessions;
        ScheduledFuture<?> unused =
                forgetting.scheduleWithFixedDelay(
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
        return commands.run(
                config.launcher(), plan(box, request), request.timeout(), stdout, stderr);
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
        commands.close();
        forgetting.shutdownNow();
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
