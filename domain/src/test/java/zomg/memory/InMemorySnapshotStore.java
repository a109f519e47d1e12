package zomg.memory;

import java.util.OptionalLong;
import java.util.Set;
import zomg.model.id.Uid;
import zomg.port.SnapshotStore;

/** What snapshots keep, in an {@link InMemoryPool}. */
public final class InMemorySnapshotStore implements SnapshotStore {

    private final InMemoryPool pool;
    private volatile boolean steps;
    private final NextFailure flushFailure = new NextFailure();
    private final NextFailure takeFailure = new NextFailure();
    private final NextFailure restoreFailure = new NextFailure();
    private final NextFailure deleteFailure = new NextFailure();

    public InMemorySnapshotStore(InMemoryPool pool) {
        this.pool = pool;
    }

    public void failNextFlush(RuntimeException failure) {
        flushFailure.prepare(failure);
    }

    public void failNextTake(RuntimeException failure) {
        takeFailure.prepare(failure);
    }

    public void failNextDelete(RuntimeException failure) {
        deleteFailure.prepare(failure);
    }

    public void failNextRestore(RuntimeException failure) {
        restoreFailure.prepare(failure);
    }

    /** The next copies take several steps. */
    public void takeSteps() {
        steps = true;
    }

    @Override
    public boolean takesSteps(Uid root) {
        return steps;
    }

    @Override
    public void flush(Uid root) {
        flushFailure.strike();
    }

    @Override
    public OptionalLong take(Uid snapshot, Uid root) {
        takeFailure.strike();
        pool.rootToKept(root, snapshot);
        return OptionalLong.of(pool.taken(root));
    }

    @Override
    public void restore(Uid root, Uid snapshot) {
        restoreFailure.strike();
        pool.keptToRoot(snapshot, root);
    }

    @Override
    public void delete(Uid snapshot) {
        deleteFailure.strike();
        pool.deleteKept(snapshot);
    }

    @Override
    public void setAside(Uid snapshot) {
        pool.setKeptAside(snapshot);
    }

    @Override
    public Set<Uid> list() {
        return pool.kept();
    }
}
