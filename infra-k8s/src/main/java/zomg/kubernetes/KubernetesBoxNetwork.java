package zomg.kubernetes;

import zomg.model.box.Box;
import zomg.port.BoxNetwork;
import zomg.port.Tunnel;
import zomg.runner.RunnerTunnel;

/** Connections into boxes through the runner in their pods, one call for each tunnel. */
public final class KubernetesBoxNetwork implements BoxNetwork {

    private final KubernetesBoxEngine engine;
    private final ExecSockets sockets;

    public KubernetesBoxNetwork(KubernetesBoxEngine engine, ExecSockets sockets) {
        this.engine = engine;
        this.sockets = sockets;
    }

    @Override
    public Tunnel tunnel(Box box) {
        return RunnerTunnel.open(
                new PodLauncher(sockets, engine.requirePod(box.uid())), PodLauncher.here());
    }
}
