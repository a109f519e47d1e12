package zomg.local;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.InsideBoxContract;
import zomg.model.box.Box;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InsideBoxIT implements InsideBoxContract {

    private LocalMachine machine;
    private Box box;

    @BeforeAll
    void open() {
        machine = LocalMachine.open();
        box = machine.started(InsideBoxContract.spec());
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Override
    public LocalBoxProcesses processes() {
        return machine.processes;
    }

    @Override
    public Box privilegedBox() {
        return box;
    }
}
