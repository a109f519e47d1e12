package zomg.memory;

import java.util.Optional;
import java.util.Set;
import zomg.model.id.Uid;
import zomg.model.space.Storage;
import zomg.port.RootStore;

/** Roots in an {@link InMemoryPool}. */
public final class InMemoryRootStore implements RootStore {

    private final InMemoryPool pool;
    private final NextFailure createFailure = new NextFailure();
    private final NextFailure deleteFailure = new NextFailure();
    private final NextFailure limitFailure = new NextFailure();
    private final NextFailure setAsideFailure = new NextFailure();

    public InMemoryRootStore(InMemoryPool pool) {
        this.pool = pool;
    }

    /** Of create and of fork. */
    public void failNextCreate(RuntimeException failure) {
        createFailure.prepare(failure);
    }

    public void failNextDelete(RuntimeException failure) {
        deleteFailure.prepare(failure);
    }

    @Override
    public void create(Uid root, Uid base) {
        createFailure.strike();
        pool.baseToRoot(base, root);
    }

    @Override
    public void fork(Uid root, Uid source) {
        createFailure.strike();
        pool.rootToRoot(source, root);
    }

    public void failNextSetAside(RuntimeException failure) {
        setAsideFailure.prepare(failure);
    }

    @Override
    public void setAside(Uid root) {
        setAsideFailure.strike();
        pool.setRootAside(root);
    }

    @Override
    public void delete(Uid root) {
        deleteFailure.strike();
        pool.deleteRoot(root);
    }

    public void failNextLimit(RuntimeException failure) {
        limitFailure.prepare(failure);
    }

    @Override
    public void limit(Uid root, Optional<Storage> storage) {
        limitFailure.strike();
        pool.limitRoot(root, storage);
    }

    @Override
    public void sweep() {
        pool.settle();
    }

    @Override
    public Set<Uid> list() {
        return pool.roots();
    }
}
