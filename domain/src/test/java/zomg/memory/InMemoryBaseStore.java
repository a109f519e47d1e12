package zomg.memory;

import java.util.Set;
import zomg.model.id.Uid;
import zomg.port.BaseStore;

/** Bases in an {@link InMemoryPool}. */
public final class InMemoryBaseStore implements BaseStore {

    public static final String ORIGIN = "a distribution in memory";

    private final InMemoryPool pool;
    private final NextFailure bootstrapFailure = new NextFailure();

    public InMemoryBaseStore(InMemoryPool pool) {
        this.pool = pool;
    }

    public void failNextBootstrap(RuntimeException failure) {
        bootstrapFailure.prepare(failure);
    }

    @Override
    public String bootstrap(Uid base) {
        bootstrapFailure.strike();
        pool.putBase(base, "/etc/os-release", "ID=memory");
        return ORIGIN;
    }

    @Override
    public void seal(Uid base, Uid root) {
        pool.rootToBase(root, base);
    }

    @Override
    public void delete(Uid base) {
        pool.deleteBase(base);
    }

    @Override
    public Set<Uid> list() {
        return pool.bases();
    }
}
