package zomg.kubernetes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.BoxEngineContract;
import zomg.model.box.Box;
import zomg.model.project.Project;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesBoxEngineKT implements BoxEngineContract {

    private final List<ClusterView> restarted = new ArrayList<>();
    private ClusterMachine machine;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
    }

    @AfterEach
    void removeBoxes() {
        machine.removeBoxes();
        restarted.forEach(ClusterView::close);
        restarted.clear();
    }

    @AfterAll
    void close() throws IOException {
        machine.close();
    }

    @Override
    public KubernetesBoxEngine engine() {
        return machine.engine;
    }

    @Override
    public KubernetesBoxEngine restartedEngine() {
        ClusterView view = new ClusterView(machine.cluster, machine.config);
        restarted.add(view);
        return machine.newEngine(view);
    }

    @Override
    public Box startableBox() {
        return machine.box(ClusterMachine.plain());
    }

    @Override
    public Box boxWithoutRoot() {
        return machine.withoutRoot(ClusterMachine.plain());
    }

    @Override
    public Project project() {
        return machine.project;
    }
}
