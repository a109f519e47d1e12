package zomg.memory;

import java.util.OptionalLong;
import java.util.Set;
import zomg.error.InvalidInput;
import zomg.model.base.BaseSource;
import zomg.model.id.Uid;
import zomg.port.BaseStore;

/** Bases in an {@link InMemoryPool}. */
public final class InMemoryBaseStore implements BaseStore {

    public static final String ORIGIN = "a distribution in memory";

    public static final BaseSource ARCHIVE = BaseSource.parse("/srv/base.tar");

    private final InMemoryPool pool;
    private final NextFailure bootstrapFailure = new NextFailure();
    private Runnable meanwhile = () -> {};

    public InMemoryBaseStore(InMemoryPool pool) {
        this.pool = pool;
    }

    public void failNextBootstrap(RuntimeException failure) {
        bootstrapFailure.prepare(failure);
    }

    /** Happens while something is imported, each time. */
    public void duringEachLoad(Runnable task) {
        meanwhile = task;
    }

    @Override
    public String bootstrap(Uid base) {
        bootstrapFailure.strike();
        pool.putBase(base, "/etc/os-release", "ID=memory");
        return ORIGIN;
    }

    @Override
    public void copy(Uid base, Uid source) {
        pool.baseToBase(source, base);
    }

    @Override
    public OptionalLong seal(Uid base, Uid root) {
        pool.rootToBase(root, base);
        return OptionalLong.of(pool.taken(root));
    }

    /** Nothing is there but what is at {@link #ARCHIVE}. */
    @Override
    public String load(Uid base, BaseSource source) {
        meanwhile.run();
        if (source instanceof BaseSource.Suite) {
            return bootstrap(base);
        }
        if (!source.equals(ARCHIVE)) {
            throw InvalidInput.field("from", "must be a directory or a tar archive");
        }
        pool.putBase(base, "/etc/os-release", "ID=imported");
        return source.toString();
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
