package zomg.db;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.Persistence;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** An open database with the schema that this program needs. */
public final class Database implements AutoCloseable {

    /** Of a query: its rows will not be changed, so that no copies of them need be compared. */
    static final String READ_ONLY = "eclipselink.read-only";

    private static final String UNIT = "zomg";
    private static final int MAX_TRIES = 20;

    /** As long as one waits in the database for another transaction. */
    private static final Duration TURN = Duration.ofSeconds(5);

    private final EntityManagerFactory factory;
    private final Optional<H2Store> file;
    private final Optional<Ownership> ownership;
    private final Runnable closeSource;
    private final Tail tail;

    /**
     * The journal lets one in after the other anyway; who waits here needs no retry for it. With an
     * end, because while the database is away each who is in waits for it.
     */
    private final ReentrantLock changing = new ReentrantLock(true);

    private Database(
            EntityManagerFactory factory,
            Optional<H2Store> file,
            Optional<Ownership> ownership,
            Tail tail,
            Runnable closeSource) {
        this.factory = factory;
        this.file = file;
        this.ownership = ownership;
        this.tail = tail;
        this.closeSource = closeSource;
    }

    /**
     * @param source gives connections whose transactions nobody else manages; of H2, new ones, to a
     *     user that is admin. Closing the database leaves it open
     */
    public static Database open(DataSource source) {
        return isH2(source) ? open(H2Source.of(source)) : open(source, Optional.empty(), () -> {});
    }

    /**
     * Of H2, in a file.
     *
     * @param directory for the database alone; made if it is not there
     */
    public static Database inFile(Path directory) {
        return open(H2Source.in(directory));
    }

    private static Database open(H2Source source) {
        Tail tail = new Tail(InstantSource.system(), _ -> {});
        H2Store store = H2Store.open(source, tail::newest);
        try {
            Migrations.apply(store.connections(), false);
            Database database =
                    new Database(
                            factory(store::connections),
                            Optional.of(store),
                            Optional.empty(),
                            tail,
                            store::close);
            database.settled();
            return database;
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    /** Of PostgreSQL, over connections of its own; whoever else has the same may write too. */
    static Database shared(PostgresConfig config) {
        PostgresPool pool = PostgresPool.open(config);
        try {
            return open(pool.source(), Optional.empty(), pool::close);
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    /**
     * Of PostgreSQL, over connections of its own, for one server.
     *
     * @throws DatabaseFailed if it is another server's
     */
    public static Database open(PostgresConfig config, Owner owner) {
        return open(config, owner, Ownership.PATIENCE);
    }

    static Database open(PostgresConfig config, Owner owner, Duration patience) {
        PostgresPool pool = PostgresPool.open(config);
        try {
            Ownership ownership = Ownership.reserve(pool, config.url(), owner, patience);
            Database database = open(pool.source(), Optional.of(ownership), pool::close);
            ownership.begin(owner);
            return database;
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    private static Database open(
            DataSource source, Optional<Ownership> ownership, Runnable closeSource) {
        PostgresPromises.require(source);
        Migrations.apply(source, true);
        return new Database(
                factory(() -> source),
                Optional.empty(),
                ownership,
                new Tail(
                        InstantSource.system(),
                        term -> ownership.ifPresent(mine -> mine.requireTerm(term))),
                closeSource);
    }

    private static EntityManagerFactory factory(Supplier<DataSource> source) {
        return Persistence.createEntityManagerFactory(
                UNIT, Map.of("jakarta.persistence.nonJtaDataSource", new ImpatientSource(source)));
    }

    @Override
    public void close() {
        factory.close();
        ownership.ifPresent(Ownership::close);
        closeSource.run();
    }

    /** Why nothing can be written, as a sentence; empty if it can. */
    public Optional<String> fault() {
        return file.flatMap(H2Store::fault);
    }

    /**
     * Tries to write again if that may succeed by now.
     *
     * @throws zomg.error.Refusal INSUFFICIENT_STORAGE, ENGINE_UNAVAILABLE if nothing can be written
     */
    public void requireWritable() {
        file.ifPresent(H2Store::requireWritable);
    }

    <T> T read(Function<EntityManager, T> work) {
        return file.isPresent() ? file.get().read(() -> look(work)) : look(work);
    }

    private <T> T look(Function<EntityManager, T> work) {
        ownership.ifPresent(Ownership::require);
        try (EntityManager rows = factory.createEntityManager()) {
            return work.apply(rows);
        } catch (RuntimeException failure) {
            throw SqlFailures.translated(failure);
        }
    }

    /**
     * Does {@code work} in one transaction; what it did is on disk when this returns.
     *
     * @throws Conflict if another transaction was there first
     * @throws zomg.error.Refusal ENGINE_UNAVAILABLE if the database does not answer,
     *     INSUFFICIENT_STORAGE if its disk is full. It may have done the work all the same
     */
    <T> T write(Function<EntityManager, T> work) {
        return durably(() -> commit(work));
    }

    private <T> T durably(Supplier<T> commit) {
        return file.isPresent() ? file.get().write(commit) : commit.get();
    }

    /**
     * As {@link #write}, and what was changed is in the journal, by the same transaction. Nothing
     * may be read or written after it in {@code work}.
     */
    <T> T change(Function<EntityManager, Changed<T>> work) {
        AtomicLong id = new AtomicLong();
        T result = durably(() -> commitInOrder(rows -> inJournal(rows, work.apply(rows), id)));
        tail.settle(id.get());
        return result;
    }

    private <T> T commitInOrder(Function<EntityManager, T> work) {
        awaitTurn();
        try {
            return commit(work);
        } finally {
            changing.unlock();
        }
    }

    /** Interrupted or not: who waits for it has something to write down. */
    private void awaitTurn() {
        long deadline = System.nanoTime() + TURN.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (changing.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    throw SqlFailures.away(null);
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T inJournal(EntityManager rows, Changed<T> changed, AtomicLong id) {
        changed.changes().forEach(change -> id.set(tail.add(rows, change)));
        return changed.result();
    }

    /** The newest entry of the journal that is on disk for sure. */
    long settled() {
        long known = tail.newest();
        long newest =
                file.isPresent()
                        ? file.get().readSynced(() -> look(Database::newest), known).orElse(known)
                        : read(Database::newest);
        tail.settle(newest);
        return newest;
    }

    private static long newest(EntityManager rows) {
        return rows.createQuery("select s.newestId from JournalSpanRow s", Long.class)
                .getSingleResult();
    }

    /** Waits until {@link #settled} is above {@code id}, and says whether it is. */
    boolean awaitSettled(long id, Duration patience) {
        return tail.await(id, patience, this::settled);
    }

    /**
     * As {@link #writeInTurn}, but a power cut may take back what it did: for what can be done
     * without.
     */
    <T> T noteInTurn(Function<EntityManager, T> work) {
        return inTurn(() -> file.isPresent() ? file.get().note(() -> commit(work)) : commit(work));
    }

    /** As {@link #write}, again as long as another transaction was there first. */
    <T> T writeInTurn(Function<EntityManager, T> work) {
        return inTurn(() -> write(work));
    }

    /** As {@link #change}, again as long as another transaction was there first. */
    <T> T changeInTurn(Function<EntityManager, Changed<T>> work) {
        return inTurn(() -> change(work));
    }

    private static <T> T inTurn(Supplier<T> work) {
        for (int left = MAX_TRIES; ; left--) {
            try {
                return work.get();
            } catch (Conflict conflict) {
                if (left == 1) {
                    throw new DatabaseFailed("other transactions never let us in", conflict);
                }
            }
        }
    }

    private <T> T commit(Function<EntityManager, T> work) {
        ownership.ifPresent(Ownership::require);
        try (EntityManager rows = factory.createEntityManager()) {
            EntityTransaction transaction = rows.getTransaction();
            transaction.begin();
            try {
                T result = work.apply(rows);
                transaction.commit();
                return result;
            } catch (RuntimeException | Error failure) {
                rollBack(transaction, failure);
                throw failure;
            }
        } catch (RuntimeException failure) {
            throw SqlFailures.translated(failure);
        }
    }

    /** On a connection that broke that fails too, and must not hide why it broke. */
    private static void rollBack(EntityTransaction transaction, Throwable reason) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException second) {
            reason.addSuppressed(second);
        }
    }

    private static boolean isH2(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("H2");
        } catch (SQLException failure) {
            throw new DatabaseFailed("the database cannot be reached", failure);
        }
    }
}
