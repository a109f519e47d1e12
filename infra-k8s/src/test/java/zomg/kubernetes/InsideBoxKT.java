package zomg.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
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
        processes =
                new KubernetesBoxProcesses(
                        machine.config,
                        machine.engine,
                        sockets,
                        new SessionLimits(Duration.ofSeconds(60), 1, 1, 1, 1),
                        InstantSource.system());
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
