package zomg.kubernetes;

import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.box.BoxVariables;
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
import zomg.runner.SessionLimits;

/** Commands in boxes through the runner in their pods: one call for each, or a session. */
public final class KubernetesBoxProcesses implements BoxProcesses, AutoCloseable {

    private final BoxVariables variables;
    private final KubernetesBoxEngine engine;
    private final ExecSockets sockets;
    private final PodSessions sessions;
    private final RunnerCommands commands = new RunnerCommands();

    public KubernetesBoxProcesses(
            KubernetesConfig config,
            KubernetesBoxEngine engine,
            ExecSockets sockets,
            SessionLimits limits,
            InstantSource clock) {
        this.variables = config.variables();
        this.engine = engine;
        this.sockets = sockets;
        this.sessions = new PodSessions(limits, clock);
    }

    private PodLauncher in(RunningBox running) {
        return new PodLauncher(sockets, running.pod());
    }

    @Override
    public ExecEnd run(Box box, ExecRequest request, OutputStream stdout, OutputStream stderr) {
        RunningBox running = engine.requireRunning(box.uid());
        RunnerPlan plan = plan(box, request);
        return running.doing(
                () -> commands.run(in(running), plan, request.timeout(), stdout, stderr));
    }

    @Override
    public int start(Box box, Uid id, ExecRequest request) {
        RunningBox running = engine.requireRunning(box.uid());
        RunnerPlan plan = plan(box, request);
        return running.doing(() -> sessions.start(in(running), id, plan, request));
    }

    @Override
    public Session open(Box box, Uid id, ExecRequest request, SessionTerms terms) {
        RunningBox running = engine.requireRunning(box.uid());
        RunnerPlan plan = plan(box, request);
        return running.doing(
                () ->
                        new SessionInBox(
                                running, sessions.open(in(running), id, plan, request, terms)));
    }

    /** Sessions end with the container that they are in. */
    @Override
    public Session join(Box box, Uid id, Optional<OutputOffsets> has) {
        RunningBox running = engine.running(box.uid()).orElseThrow(() -> PodSessions.unknown(id));
        return running.doing(() -> new SessionInBox(running, sessions.join(in(running), id, has)));
    }

    @Override
    public List<SessionInfo> sessions(Box box) {
        return engine.running(box.uid())
                .map(running -> running.doing(() -> sessions.list(in(running))))
                .orElse(List.of());
    }

    private RunnerPlan plan(Box box, ExecRequest request) {
        Environment environment = variables.of(box).overriddenBy(request.environment());
        RunnerPlan plan =
                PodLauncher.here()
                        .put("isolation", box.spec().isolation().wireName())
                        .put("user", request.user())
                        .putVariables(environment)
                        .putEach("arg", request.loginShell());
        request.workingDirectory().ifPresent(directory -> plan.put("cwd", directory));
        return plan;
    }

    @Override
    public void close() {
        commands.close();
    }
}
