package zomg.btrfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import zomg.btrfs.TakenRoots.Taken;
import zomg.error.Refusal;
import zomg.linux.btrfs.QuotaGroup;
import zomg.linux.btrfs.Subvolumes;
import zomg.linux.libc.SyscallFailed;
import zomg.linux.pool.BoxQuotas;
import zomg.linux.pool.PoolDirectories;
import zomg.model.id.Uid;
import zomg.port.IdSource;

/**
 * Roots made ahead, of the bases that were used last. A snapshot takes as long as a commit of the
 * whole file system, to give one that is there its name takes nothing. What lies ready is nobody's:
 * no box has ever run on it.
 */
public final class ReadyRoots implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ReadyRoots.class.getName());
    private static final int MOST_BASES = 8;

    /**
     * Without a box. Those that are made meanwhile start, and have the disk for themselves; when
     * half of what lies ready is gone they have not.
     */
    private static final long PAUSE_MILLIS = 100;

    private static final long LEAVE_SECONDS = 10;

    private final PoolDirectories pool;
    private final PoolDisk disk;
    private final BoxQuotas quotas;
    private final Reserve reserve;
    private final IdSource ids;
    private final TakenRoots taken;
    private final int ofEachBase;

    /** The base that was used last is the last one; null while the pool is not there. */
    private Map<Uid, Deque<Path>> ready;

    private Future<?> filling;

    private final ScheduledExecutorService filler =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ready-roots").factory());

    /**
     * @param taken a file of their own, not on the pool
     * @param ofEachBase so many are held ready; none if it is 0
     */
    public ReadyRoots(
            PoolDirectories pool,
            Subvolumes subvolumes,
            BoxQuotas quotas,
            Reserve reserve,
            IdSource ids,
            Path taken,
            int ofEachBase) {
        this.pool = pool;
        this.disk = new PoolDisk(subvolumes);
        this.quotas = quotas;
        this.reserve = reserve;
        this.ids = ids;
        this.taken = new TakenRoots(taken);
        this.ofEachBase = ofEachBase;
    }

    /** The pool is there: what was taken before gets its name, the others lie ready again. */
    synchronized void open() {
        if (ready != null) {
            return;
        }
        try {
            List<Taken> given = taken.all();
            if (!given.isEmpty()) {
                given.forEach(this::finish);
                disk.write(subvolumes -> subvolumes.commit(pool.ready()));
                taken.clear();
            }
            Map<Uid, Deque<Path>> found = new LinkedHashMap<>();
            for (Uid base : disk.list(pool.ready())) {
                found.put(base, new ArrayDeque<>(disk.entries(directory(base))));
            }
            ready = found;
            List.copyOf(found.keySet()).stream()
                    .filter(base -> !disk.has(pool.base(base)))
                    .forEach(this::drop);
            fillSoon(0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void finish(Taken one) {
        Path from = pool.ready().resolve(one.ready());
        if (!disk.has(from)) {
            return;
        }
        if (disk.has(pool.root(one.root()))) {
            disk.write(subvolumes -> subvolumes.delete(from));
        } else {
            give(from, one.root());
        }
    }

    /** The pool is about to go: nothing of it is used when this returns. */
    void leave() {
        synchronized (this) {
            ready = null;
        }
        try {
            // Behind what is being made, which a cancelled future would not wait for.
            filler.submit(() -> {}).get(LEAVE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unfinished) {
            LOG.log(Level.WARNING, "roots are still being made ahead", unfinished);
        } catch (RejectedExecutionException closed) {
            // then nothing is made any more
        }
    }

    @Override
    public void close() {
        leave();
        filler.shutdownNow();
    }

    /**
     * Gives a box a ready root of this base.
     *
     * @return whether there was one
     */
    boolean take(Uid base, Uid root) {
        Optional<Path> next = poll(base);
        return next.isPresent() && give(next.get(), base, root);
    }

    private synchronized Optional<Path> poll(Uid base) {
        if (ready == null || ofEachBase == 0) {
            return Optional.empty();
        }
        Deque<Path> mine = ofBase(base);
        Optional<Path> next = Optional.ofNullable(mine.poll());
        fillSoon(mine.size() > ofEachBase / 2 ? PAUSE_MILLIS : 0);
        return next;
    }

    /** Boxes of this base will be made. */
    synchronized void expect(Uid base) {
        if (ready != null && ofEachBase > 0) {
            ofBase(base);
            fillSoon(0);
        }
    }

    private Deque<Path> ofBase(Uid base) {
        Deque<Path> mine = ready.remove(base);
        if (mine == null && ready.size() == MOST_BASES) {
            drop(ready.keySet().iterator().next());
        }
        Deque<Path> known = mine == null ? new ArrayDeque<>() : mine;
        ready.put(base, known);
        return known;
    }

    /** Once it was written down whose it is, it is nobody else's, whatever comes. */
    private boolean give(Path from, Uid base, Uid root) {
        try {
            taken.add(new Taken(root, base + "/" + from.getFileName()));
            give(from, root);
            return true;
        } catch (IOException | UncheckedIOException | SyscallFailed | Refusal failure) {
            LOG.log(Level.WARNING, "a ready root cannot be used", failure);
            disk.write(subvolumes -> subvolumes.delete(from));
            return false;
        }
    }

    private void give(Path from, Uid root) {
        Optional<QuotaGroup> group = disk.ask(() -> quotas.ensure(root));
        disk.write(subvolumes -> group.ifPresent(one -> quotas.assign(subvolumes.id(from), one)));
        disk.rename(from, pool.root(root));
    }

    /** Begins what is written down anew once it is long; nobody may take one meanwhile. */
    void settle() {
        if (taken.isLong()) {
            try {
                disk.write(subvolumes -> subvolumes.commit(pool.roots()));
                taken.clear();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Of a base that goes, or was not used for long. */
    synchronized void drop(Uid base) {
        if (ready == null || ready.remove(base) == null) {
            return;
        }
        remove(base, disk.entries(directory(base)));
    }

    private void remove(Uid base, List<Path> roots) {
        disk.write(subvolumes -> roots.forEach(subvolumes::delete));
        try {
            Files.deleteIfExists(directory(base));
        } catch (DirectoryNotEmptyException filling) {
            // whoever fills it finds that nobody wants it
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void fillSoon(long millis) {
        if (filling != null) {
            filling.cancel(false);
        }
        filling = filler.schedule(this::fill, millis, TimeUnit.MILLISECONDS);
    }

    /** What fails now is tried again with the next box. */
    private void fill() {
        try {
            Optional<Uid> lacking = lacking();
            while (lacking.isPresent()) {
                reserve.require();
                add(lacking.get());
                lacking = lacking();
            }
        } catch (Refusal | SyscallFailed | UncheckedIOException failure) {
            LOG.log(Level.DEBUG, "no roots are made ahead", failure);
        }
    }

    private synchronized Optional<Uid> lacking() {
        return ready == null
                ? Optional.empty()
                : ready.entrySet().stream()
                        .filter(one -> one.getValue().size() < ofEachBase)
                        .map(Map.Entry::getKey)
                        .reduce((_, last) -> last);
    }

    private void add(Uid base) {
        Path ofBase = directory(base);
        Path one = ofBase.resolve(ids.next().value());
        synchronized (this) {
            if (ready == null || !ready.containsKey(base)) {
                return;
            }
            disk.makeDirectory(ofBase);
        }
        disk.snapshotOnce(pool.base(base), one, false, Optional.empty());
        synchronized (this) {
            if (ready == null) {
                return; // it lies ready for the next server
            }
            if (ready.containsKey(base)) {
                ready.get(base).add(one);
            } else {
                remove(base, List.of(one));
            }
        }
    }

    private Path directory(Uid base) {
        return pool.ready().resolve(base.value());
    }
}
