package zomg.memory;

import java.util.Optional;
import zomg.contract.BaseStoreContract;
import zomg.contract.SnapshotStoreContract;
import zomg.fixture.BoxFixtures;
import zomg.model.id.Uid;
import zomg.port.BaseStore;
import zomg.port.RootStore;
import zomg.port.SnapshotStore;

final class InMemoryRootStoreTest implements SnapshotStoreContract, BaseStoreContract {

    private final InMemoryPool pool = new InMemoryPool();
    private final RootStore roots = new InMemoryRootStore(pool);
    private final SnapshotStore snapshots = new InMemorySnapshotStore(pool);
    private final BaseStore bases = new InMemoryBaseStore(pool);
    private final Uid base = BoxFixtures.uid();

    InMemoryRootStoreTest() {
        pool.putBase(base, BASE_FILE, BASE_CONTENT);
    }

    @Override
    public RootStore roots() {
        return roots;
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public Optional<String> readKept(Uid snapshot, String path) {
        return pool.kept(snapshot).map(tree -> tree.get(path));
    }

    @Override
    public BaseStore baseStore() {
        return bases;
    }

    @Override
    public Uid base() {
        return base;
    }

    @Override
    public Uid anyRoot() {
        Uid root = BoxFixtures.uid();
        roots.create(root, base);
        return root;
    }

    @Override
    public void write(Uid root, String path, String content) {
        pool.write(root, path, content);
    }

    @Override
    public boolean fill(Uid root, String path, int mebibytes) {
        return pool.fill(root, path, mebibytes);
    }

    @Override
    public Optional<String> read(Uid root, String path) {
        return pool.read(root, path);
    }

    @Override
    public Optional<String> readSetAside(Uid root, String path) {
        return pool.readSetAside(root, path);
    }
}
