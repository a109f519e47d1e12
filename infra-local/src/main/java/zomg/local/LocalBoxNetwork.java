package zomg.local;

import java.util.Set;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.port.BoxNetwork;
import zomg.port.Tunnel;

/** Connections into boxes through the runner, one call for each tunnel. */
public final class LocalBoxNetwork implements BoxNetwork {

    /** What the runner cannot do when the box has just ended. */
    private static final Set<String> GONE = Set.of("pidfd", "start_time", "identity");

    private final LocalConfig config;
    private final LocalBoxEngine engine;

    public LocalBoxNetwork(LocalConfig config, LocalBoxEngine engine) {
        this.config = config;
        this.engine = engine;
    }

    /** The runner gives up by itself if it takes too long. */
    @Override
    public Tunnel tunnel(Box box) {
        BoxInit init = engine.init(box.uid()).orElseThrow(LocalBoxNetwork::notRunning);
        RunnerPlan plan =
                new RunnerPlan().put("pid", init.pid()).put("start_time", init.startTime());
        RunnerCall call = RunnerCall.start(config.runner(), "tunnel", plan);
        try {
            requireStarted(call.next());
            return new LocalTunnel(call);
        } catch (RuntimeException | Error failure) {
            call.close();
            throw failure;
        }
    }

    private static void requireStarted(RunnerFrames.Frame first) {
        if (first.channel() == RunnerFrames.STARTED) {
            return;
        }
        RunnerStatus status = RunnerStatus.parse(first.text());
        if (status instanceof RunnerStatus.Failed(String step, _, _) && GONE.contains(step)) {
            throw notRunning();
        }
        throw new RunnerFailed("answered " + status);
    }

    private static Refusal notRunning() {
        return new Refusal(ErrorCode.BOX_NOT_RUNNING, "box is not running; resume it first");
    }
}
