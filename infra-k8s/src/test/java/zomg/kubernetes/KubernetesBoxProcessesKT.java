package zomg.kubernetes;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.BoxProcessesContract;
import zomg.model.box.Box;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesBoxProcessesKT implements BoxProcessesContract {

    private static final int SESSIONS = 50;

    private ClusterMachine machine;
    private ExecSockets sockets;
    private KubernetesBoxProcesses processes;
    private Box running;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
        sockets = new ExecSockets(machine.cluster);
        processes = machine.processes(sockets, SESSIONS);
        running = machine.started(ClusterMachine.plain());
    }

    @AfterAll
    void close() throws IOException {
        processes.close();
        sockets.close();
        machine.close();
    }

    @Override
    public KubernetesBoxProcesses processes() {
        return processes;
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
