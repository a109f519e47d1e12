package zomg.memory;

import zomg.contract.BoxProcessesContract;
import zomg.fixture.BoxFixtures;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.port.BoxProcesses;
import zomg.port.RootStore;

final class InMemoryBoxProcessesTest implements BoxProcessesContract {

    private final InMemoryPool pool = new InMemoryPool();
    private final RootStore roots = new InMemoryRootStore(pool);
    private final InMemoryBoxEngine engine =
            new InMemoryBoxEngine(roots, new InMemoryProjectVolumes());
    private final BoxProcesses processes = new InMemoryBoxProcesses(engine);
    private final Box running = BoxFixtures.running();

    InMemoryBoxProcessesTest() {
        Uid base = BoxFixtures.uid();
        pool.putBase(base, "/file", "");
        roots.create(running.uid(), base);
        engine.start(running, BoxFixtures.project("default"));
    }

    @Override
    public BoxProcesses processes() {
        return processes;
    }

    @Override
    public Box runningBox() {
        return running;
    }

    @Override
    public Box stoppedBox() {
        return BoxFixtures.web();
    }
}
