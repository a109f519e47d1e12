package zomg.local;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.BoxNetworkContract;
import zomg.fixture.BoxFixtures;
import zomg.model.box.Box;
import zomg.model.box.Isolation;
import zomg.port.BoxNetwork;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalBoxNetworkIT implements BoxNetworkContract {

    private LocalMachine machine;
    private Box running;

    @BeforeAll
    void open() {
        machine = LocalMachine.open();
        running = machine.started(Isolation.HARDENED);
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Override
    public BoxNetwork network() {
        return new LocalBoxNetwork(machine.config, machine.engine);
    }

    @Override
    public Box runningBox() {
        return running;
    }

    @Override
    public Box stoppedBox() {
        return machine.box(BoxFixtures.plain());
    }
}
