package zomg.memory;

import zomg.contract.BoxEngineContract;
import zomg.fixture.BoxFixtures;
import zomg.model.box.Box;
import zomg.model.id.Uid;
import zomg.model.project.Project;
import zomg.port.BoxEngine;
import zomg.port.RootStore;

final class InMemoryBoxEngineTest implements BoxEngineContract {

    private final InMemoryPool pool = new InMemoryPool();
    private final RootStore roots = new InMemoryRootStore(pool);
    private final BoxEngine engine = new InMemoryBoxEngine(roots, new InMemoryProjectVolumes());
    private final Uid base = BoxFixtures.uid();

    InMemoryBoxEngineTest() {
        pool.putBase(base, "/file", "");
    }

    @Override
    public BoxEngine engine() {
        return engine;
    }

    @Override
    public BoxEngine restartedEngine() {
        return engine;
    }

    @Override
    public Box startableBox() {
        Box box = BoxFixtures.web();
        roots.create(box.uid(), base);
        return box;
    }

    @Override
    public Box boxWithoutRoot() {
        return BoxFixtures.web();
    }

    @Override
    public Project project() {
        return BoxFixtures.project("default");
    }
}
