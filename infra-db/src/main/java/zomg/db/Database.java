package zomg.db;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** An open database with the schema that this program needs. */
public final class Database implements AutoCloseable {

    private static final String UNIT = "zomg";
    private static final int STATEMENT_SECONDS = 10;
    private static final int MAX_TRIES = 20;

    private final DataSource source;
    private final EntityManagerFactory factory;
    private final boolean h2;
    private final Runnable closeSource;
    private final Tail tail = new Tail(InstantSource.system());

    /** The journal lets one in after the other anyway; who waits here needs no retry for it. */
    private final ReentrantLock changing = new ReentrantLock(true);

    private volatile boolean unsafe;

    private Database(
            DataSource source, EntityManagerFactory factory, boolean h2, Runnable closeSource) {
        this.source = source;
        this.factory = factory;
        this.h2 = h2;
        this.closeSource = closeSource;
    }

    /**
     * @param source gives connections whose transactions nobody else manages; of H2, to a user that
     *     is admin. Closing the database leaves it open
     */
    public static Database open(DataSource source) {
        return open(source, () -> {});
    }

    /** Of PostgreSQL, over connections of its own. */
    public static Database open(PostgresConfig config) {
        PostgresPool pool = PostgresPool.open(config);
        try {
            return open(pool.source(), pool::close);
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    private static Database open(DataSource source, Runnable closeSource) {
        boolean h2 = isH2(source);
        if (h2) {
            run(source, "SET WRITE_DELAY 0");
        } else {
            PostgresPromises.require(source);
        }
        Migrations.apply(source, !h2);
        return new Database(
                source,
                Persistence.createEntityManagerFactory(
                        UNIT,
                        Map.of(
                                "jakarta.persistence.nonJtaDataSource",
                                new ImpatientSource(source))),
                h2,
                closeSource);
    }

    @Override
    public void close() {
        factory.close();
        closeSource.run();
    }

    <T> T read(Function<EntityManager, T> work) {
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
     * @throws zomg.error.Refusal ENGINE_UNAVAILABLE if the database does not answer. It may have
     *     done the work all the same
     */
    <T> T write(Function<EntityManager, T> work) {
        requireSafe();
        T result = commit(work);
        putOnDisk();
        return result;
    }

    private void requireSafe() {
        if (unsafe) {
            throw new DatabaseFailed("the disk failed the database; start the server again", null);
        }
    }

    /**
     * As {@link #write}, and what was changed is in the journal, by the same transaction. Nothing
     * may be read or written after it in {@code work}.
     */
    <T> T change(Function<EntityManager, Changed<T>> work) {
        requireSafe();
        AtomicLong id = new AtomicLong();
        T result;
        changing.lock();
        try {
            result = commit(rows -> inJournal(rows, work.apply(rows), id));
        } finally {
            changing.unlock();
        }
        putOnDisk();
        tail.settle(id.get());
        return result;
    }

    private <T> T inJournal(EntityManager rows, Changed<T> changed, AtomicLong id) {
        changed.change().ifPresent(change -> id.set(tail.add(rows, change)));
        return changed.result();
    }

    /** The newest entry of the journal that is on disk. */
    long settled() {
        long newest =
                read(
                        rows ->
                                rows.createQuery(
                                                "select s.newestId from JournalSpanRow s",
                                                Long.class)
                                        .getSingleResult());
        if (newest > tail.newest()) {
            putOnDisk();
            tail.settle(newest);
        }
        return newest;
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
        requireSafe();
        return inTurn(() -> commit(work));
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
        try (EntityManager rows = factory.createEntityManager()) {
            EntityTransaction transaction = rows.getTransaction();
            transaction.begin();
            try {
                T result = work.apply(rows);
                transaction.commit();
                return result;
            } finally {
                if (transaction.isActive()) {
                    transaction.rollback();
                }
            }
        } catch (RuntimeException failure) {
            throw SqlFailures.translated(failure);
        }
    }

    /**
     * H2 answers a commit before the operating system has it on disk. What a failed sync left
     * behind is unknown, and a second try may succeed without having written it: so no more writes.
     */
    private void putOnDisk() {
        if (!h2) {
            return;
        }
        try {
            run(source, "CHECKPOINT SYNC");
        } catch (DatabaseFailed failure) {
            unsafe = true;
            throw failure;
        }
    }

    private static boolean isH2(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("H2");
        } catch (SQLException failure) {
            throw new DatabaseFailed("the database cannot be reached", failure);
        }
    }

    private static void run(DataSource source, String command) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(STATEMENT_SECONDS);
            statement.execute(command);
        } catch (SQLException failure) {
            throw new DatabaseFailed("the database failed at " + command, failure);
        }
    }
}
