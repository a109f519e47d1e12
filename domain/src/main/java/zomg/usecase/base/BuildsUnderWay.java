package zomg.usecase.base;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import zomg.model.id.Uid;

/**
 * The uids of bases that are being built now: no record names them yet, and they are no orphans.
 */
public final class BuildsUnderWay {

    /** Taken away when everything of the build is recorded or removed. */
    interface Mark extends AutoCloseable {
        @Override
        void close();
    }

    private final Set<Uid> uids = ConcurrentHashMap.newKeySet();

    Mark mark(Uid... build) {
        List<Uid> marked = List.of(build);
        uids.addAll(marked);
        return () -> marked.forEach(uids::remove);
    }

    public Set<Uid> uids() {
        return new HashSet<>(uids);
    }
}
