package zomg.local;

import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.port.BoxNetwork;
import zomg.port.Tunnel;
import zomg.runner.RunnerPlan;
import zomg.runner.RunnerTunnel;

/** Connections into boxes through the runner, one call for each tunnel. */
public final class LocalBoxNetwork implements BoxNetwork {

    private final LocalConfig config;
    private final LocalBoxEngine engine;

    public LocalBoxNetwork(LocalConfig config, LocalBoxEngine engine) {
        this.config = config;
        this.engine = engine;
    }

    @Override
    public Tunnel tunnel(Box box) {
        BoxInit init =
                engine.init(box.uid())
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.BOX_NOT_RUNNING,
                                                "box is not running; resume it first"));
        return RunnerTunnel.open(
                config.launcher(),
                new RunnerPlan().put("pid", init.pid()).put("start_time", init.startTime()));
    }
}
