package zomg.memory;

import zomg.contract.DifferencesContract;
import zomg.fixture.BoxFixtures;
import zomg.model.id.Uid;
import zomg.port.Differences;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;

final class InMemoryDifferencesTest implements DifferencesContract {

    private final InMemoryPool pool = new InMemoryPool();
    private final Uid base = BoxFixtures.uid();

    InMemoryDifferencesTest() {
        pool.putBase(base, "/base", "from the base");
    }

    @Override
    public Differences differences() {
        return new InMemoryDifferences(pool);
    }

    @Override
    public RootStore roots() {
        return new InMemoryRootStore(pool);
    }

    @Override
    public SnapshotStore snapshots() {
        return new InMemorySnapshotStore(pool);
    }

    @Override
    public Uid anyRoot() {
        Uid root = BoxFixtures.uid();
        roots().create(root, base);
        return root;
    }

    @Override
    public void write(Uid root, String path, String content) {
        pool.write(root, path, content);
    }

    @Override
    public void remove(Uid root, String path) {
        pool.remove(root, path);
    }
}
