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

    private PodLauncher launcher(Box box) {
        return new PodLauncher(sockets, engine.requirePod(box.uid()));
    }

    @Override
    public ExecEnd run(Box box, ExecRequest request, OutputStream stdout, OutputStream stderr) {
        return commands.run(launcher(box), plan(box, request), request.timeout(), stdout, stderr);
    }

    @Override
    public int start(Box box, Uid id, ExecRequest request) {
        return sessions.start(launcher(box), id, plan(box, request), request);
    }

    @Override
    public Session open(Box box, Uid id, ExecRequest request, SessionTerms terms) {
        return sessions.open(launcher(box), id, plan(box, request), request, terms);
    }

    /** Sessions end with the container that they are in. */
    @Override
    public Session join(Box box, Uid id, Optional<OutputOffsets> has) {
        return engine.pod(box.uid())
                .map(pod -> sessions.join(new PodLauncher(sockets, pod), id, has))
                .orElseThrow(() -> PodSessions.unknown(id));
    }

    @Override
    public List<SessionInfo> sessions(Box box) {
        return engine.pod(box.uid())
                .map(pod -> sessions.list(new PodLauncher(sockets, pod)))
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
