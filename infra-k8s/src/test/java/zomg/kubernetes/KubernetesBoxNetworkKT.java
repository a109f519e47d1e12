package zomg.kubernetes;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.BoxNetworkContract;
import zomg.model.box.Box;
import zomg.port.BoxNetwork;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesBoxNetworkKT implements BoxNetworkContract {

    private ClusterMachine machine;
    private ExecSockets sockets;
    private Box running;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
        sockets = new ExecSockets(machine.cluster);
        running = machine.started(ClusterMachine.plain());
    }

    @AfterAll
    void close() throws IOException {
        sockets.close();
        machine.close();
    }

    @Override
    public BoxNetwork network() {
        return new KubernetesBoxNetwork(machine.engine, sockets);
    }

    @Override
    public Box runningBox() {
        return running;
    }

    @Override
    public Box stoppedBox() {
        return machine.box(ClusterMachine.plain());
    }
}
