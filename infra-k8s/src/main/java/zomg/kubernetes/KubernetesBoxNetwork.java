package zomg.kubernetes;

import java.util.Optional;
import zomg.error.Refusal;
import zomg.model.box.Box;
import zomg.model.network.TunnelMessage;
import zomg.port.BoxNetwork;
import zomg.port.Tunnel;
import zomg.runner.RunnerFailed;
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
        RunningBox running = engine.requireRunning(box.uid());
        PodLauncher launcher = new PodLauncher(sockets, running.pod());
        return running.doing(
                () -> new InBox(running, RunnerTunnel.open(launcher, PodLauncher.here())));
    }

    /** One that ends with its box. */
    private record InBox(RunningBox box, Tunnel tunnel) implements Tunnel {

        @Override
        public Optional<TunnelMessage> next() {
            try {
                return tunnel.next();
            } catch (RunnerFailed | Refusal failure) {
                if (box.isBehind(failure)) {
                    return Optional.empty();
                }
                throw failure;
            }
        }

        @Override
        public void send(TunnelMessage message) {
            tunnel.send(message);
        }

        @Override
        public void hangUp() {
            tunnel.hangUp();
        }

        @Override
        public void close() {
            tunnel.close();
        }
    }
}
