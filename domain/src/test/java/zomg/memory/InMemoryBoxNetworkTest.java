package zomg.memory;

import zomg.contract.BoxNetworkContract;
import zomg.fixture.BoxFixtures;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.port.BoxNetwork;
import zomg.port.RootStore;

final class InMemoryBoxNetworkTest implements BoxNetworkContract {

    private final InMemoryPool pool = new InMemoryPool();
    private final RootStore roots = new InMemoryRootStore(pool);
    private final InMemoryBoxEngine engine =
            new InMemoryBoxEngine(roots, new InMemoryProjectVolumes());
    private final Box running = BoxFixtures.running();

    InMemoryBoxNetworkTest() {
        Uid base = BoxFixtures.uid();
        pool.putBase(base, "/file", "");
        roots.create(running.uid(), base);
        engine.start(running, BoxFixtures.project("default"));
    }

    @Override
    public BoxNetwork network() {
        return new InMemoryBoxNetwork(engine);
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
