package zomg.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import zomg.contract.BoxFilesContract;
import zomg.linux.pool.SystemVolumes;
import zomg.linux.process.Runner;
import zomg.model.box.Box;
import zomg.model.project.Project;
import zomg.port.BoxFiles;
import zomg.runner.HostLauncher;
import zomg.runner.PoolPlaces;
import zomg.runner.RunnerFiles;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesBoxFilesKT implements BoxFilesContract {

    private ClusterMachine machine;
    private ExecSockets sockets;
    private RunnerFiles files;
    private Box running;
    private Box stopped;

    @BeforeAll
    void open() {
        machine = ClusterMachine.open();
        sockets = new ExecSockets(machine.cluster);
        Path runner = Path.of(System.getProperty("zomg.runner"));
        PoolPlaces pool =
                new PoolPlaces(
                        new HostLauncher(Runner.unfenced(runner, machine.libc)),
                        machine.pool,
                        new SystemVolumes(machine.pool, machine.subvolumes));
        files = new RunnerFiles(new KubernetesFilePlaces(machine.engine, sockets, pool));
        running = machine.started(ClusterMachine.plain());
        stopped = machine.box(ClusterMachine.plain());
    }

    @AfterAll
    void close() throws IOException {
        files.close();
        sockets.close();
        machine.close();
    }

    @Override
    public BoxFiles files() {
        return files;
    }

    @Override
    public Project project() {
        return machine.project;
    }

    @Override
    public Box runningBox() {
        return running;
    }

    @Override
    public Box stoppedBox() {
        return stopped;
    }
}
