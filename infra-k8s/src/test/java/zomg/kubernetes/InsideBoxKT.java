package zomg.kubernetes;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.InsideBoxContract;
import zomg.model.box.Box;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InsideBoxKT implements InsideBoxContract {

    private ClusterMachine machine;
    private ExecSockets sockets;
    private KubernetesBoxProcesses processes;
    private Box box;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
        sockets = new ExecSockets(machine.cluster);
        processes = machine.processes(sockets, 1);
        box = machine.started(InsideBoxContract.spec());
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
    public Box privilegedBox() {
        return box;
    }
}
