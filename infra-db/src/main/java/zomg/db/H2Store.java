package zomg.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import zomg.error.Refusal;

/**
 * An H2 database that outlives a full disk. H2 gives a database up at the first write that fails;
 * then it is opened for reading only, so that reads go on, and for writing again when there is
 * room. Nothing is acknowledged across that gap: a commit and its sync are of one opening.
 */
final class H2Store implements AutoCloseable {

    private static final Logger LOG = System.getLogger(H2Store.class.getName());

    /** The pool pauses 30 ms after each, and so does the start of a server. */
    private static final int CONNECTIONS = 8;

    private static final Duration WAIT_FOR_ONE = Duration.ofSeconds(10);

    /**
     * In milliseconds, of every statement. Given to a connection once: whenever anything is set, H2
     * forgets what it parsed, for all connections.
     */
    private static final String LIMIT = "SET QUERY_TIMEOUT 10000";

    /** Between two tries to write again. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** H2 gave the database up, or has to: it is of no use as it is open now. */
    private static final class Lost extends Exception {

        private static final long serialVersionUID = 1;
        private final transient RuntimeException failure;
        private final transient H2Trouble trouble;

        Lost(RuntimeException failure, H2Trouble trouble) {
            super(failure);
            this.failure = failure;
            this.trouble = trouble;
        }
    }

    private final H2Source source;
    private final LongSupplier settled;

    /** Held for reading by whoever uses the database, for writing while it is opened again. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    private volatile HikariDataSource connections;
    private volatile boolean readOnly;
    private volatile Optional<H2Trouble> trouble = Optional.empty();
    private volatile long triedAt;

    private H2Store(H2Source source, LongSupplier settled) {
        this.source = source;
        this.settled = settled;
    }

    /**
     * @param settled the newest entry of the journal that anybody was told of
     */
    static H2Store open(H2Source source, LongSupplier settled) {
        H2Store store = new H2Store(source, settled);
        store.enter(false);
        return store;
    }

    DataSource connections() {
        return connections;
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Does {@code work}, which only reads; again if the database was given up under it. */
    <T> T read(Supplier<T> work) {
        try {
            return inside(() -> tried(work, H2Trouble::isBehind, false));
        } catch (Lost lost) {
            reopen();
        }
        try {
            return inside(() -> tried(work, H2Trouble::isBehind, false));
        } catch (Lost lost) {
            throw lost.trouble.refusal(lost.failure);
        }
    }

    /**
     * Does {@code work}; what it did is on disk when this returns.
     *
     * @throws Refusal INSUFFICIENT_STORAGE, ENGINE_UNAVAILABLE if it cannot be. Once the work has
     *     begun, it may be done all the same
     */
    <T> T write(Supplier<T> work) {
        return write(work, true);
    }

    /** As {@link #write}, but a power cut may take back what it did. */
    <T> T note(Supplier<T> work) {
        return write(work, false);
    }

    private <T> T write(Supplier<T> work, boolean synced) {
        requireWritable();
        try {
            return inside(
                    () -> {
                        refuseIfTroubled();
                        T result = tried(work, H2Trouble::isBehind, false);
                        if (synced) {
                            tried(this::sync, _ -> true, true);
                        }
                        return result;
                    });
        } catch (Lost lost) {
            reopen();
            throw lost.trouble.refusal(lost.failure);
        }
    }

    /**
     * Reads a number, and says it only if what was read is on disk.
     *
     * @param known this one is
     */
    OptionalLong readSynced(LongSupplier number, long known) {
        return read(
                () -> {
                    long read = number.getAsLong();
                    return read <= known || isOnDisk()
                            ? OptionalLong.of(read)
                            : OptionalLong.empty();
                });
    }

    private boolean isOnDisk() {
        if (!readOnly) {
            return sync();
        }
        // Nobody writes it, so whatever was read is what is synced here; but not after a sync that
        // failed, because the next one succeeds without the disk having what that one lost.
        return trouble.filter(H2Trouble::unsynced).isEmpty()
                && source.file().filter(H2Store::isSynced).isPresent();
    }

    private static boolean isSynced(Path path) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
            return true;
        } catch (IOException failure) {
            return false;
        }
    }

    /** Why nothing can be written, as a sentence; empty if it can. */
    Optional<String> fault() {
        return trouble.map(H2Trouble::sentence);
    }

    /**
     * Tries to write again if that may succeed by now.
     *
     * @throws Refusal INSUFFICIENT_STORAGE, ENGINE_UNAVAILABLE if nothing can be written
     */
    void requireWritable() {
        if (trouble.filter(H2Trouble::mayPass).isPresent()
                && System.nanoTime() - triedAt >= PAUSE.toNanos()) {
            reopen();
        }
        refuseIfTroubled();
    }

    private void refuseIfTroubled() {
        Optional<H2Trouble> now = trouble;
        if (now.isPresent()) {
            throw now.get().refusal(null);
        }
    }

    /** Some use of the database. */
    private interface Use<T> {
        T run() throws Lost;
    }

    private <T> T inside(Use<T> use) throws Lost {
        gate.readLock().lock();
        try {
            return use.run();
        } finally {
            gate.readLock().unlock();
        }
    }

    private <T> T tried(Supplier<T> work, Predicate<Throwable> isLost, boolean syncing)
            throws Lost {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            if (connections.isClosed() || isLost.test(failure)) {
                throw new Lost(failure, noted(failure, syncing));
            }
            throw failure;
        }
    }

    private synchronized H2Trouble noted(Throwable failure, boolean syncing) {
        H2Trouble found = H2Trouble.of(failure, syncing);
        H2Trouble now = trouble.map(before -> before.and(found)).orElse(found);
        if (trouble.isEmpty()) {
            LOG.log(Level.ERROR, now.sentence(), failure);
        }
        trouble = Optional.of(now);
        return now;
    }

    /** H2 answers a commit before the operating system has it on disk. */
    private boolean sync() {
        execute(connections, "CHECKPOINT SYNC");
        return true;
    }

    /** For writing if that may succeed, else for reading. */
    private void reopen() {
        if (gate.getReadHoldCount() > 0) {
            return; // the outer use of this thread does it
        }
        boolean interrupted = Thread.interrupted();
        gate.writeLock().lock();
        try {
            triedAt = System.nanoTime();
            trouble.ifPresent(this::reopen);
        } finally {
            gate.writeLock().unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reopen(H2Trouble now) {
        if (now.mayPass() && hasRoom()) {
            try {
                leave();
                rewrite();
                enter(false);
                requireSettled();
                trouble = Optional.empty();
                LOG.log(Level.INFO, "the records can be written again");
                return;
            } catch (RuntimeException failure) {
                readOnly = false;
                noted(failure, true);
                LOG.log(Level.WARNING, "the records cannot be written yet", failure);
            }
        }
        if (!readOnly) {
            leave();
            enter(true);
        }
    }

    private boolean hasRoom() {
        return source.file().map(H2Copy::of).filter(copy -> !copy.hasRoom()).isEmpty();
    }

    /**
     * What is read of the file need not be on disk, and need not ever get there, if a write of it
     * failed behind our back. Each part of it is as it was synced last or as it was written since,
     * as after a power cut, which H2 stands; so that becomes a file whose sync succeeded.
     */
    private void rewrite() {
        source.file().map(H2Copy::of).ifPresent(H2Copy::replace);
    }

    /** Connections of the old opening must be gone: used again, one makes H2 forget the new one. */
    private void leave() {
        try {
            execute(connections, "SHUTDOWN IMMEDIATELY");
        } catch (DatabaseFailed givenUpBefore) {
            // Then it is closed.
        }
        connections.close();
    }

    private void enter(boolean forReading) {
        HikariConfig config = new HikariConfig();
        (forReading ? source.reading() : source.writing()).accept(config);
        config.setPoolName("records");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(WAIT_FOR_ONE.toMillis());
        config.setConnectionInitSql(LIMIT);
        // All from the beginning, and for good: a new one may open the database beside the old.
        config.setMinimumIdle(CONNECTIONS);
        config.setMaxLifetime(0);
        HikariDataSource opened = new HikariDataSource(config);
        try {
            fill(opened);
            if (!forReading) {
                execute(opened, "SET WRITE_DELAY 0");
            }
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
        connections = opened;
        readOnly = forReading;
    }

    private static void fill(DataSource source) {
        List<Connection> all = new ArrayList<>();
        try {
            while (all.size() < CONNECTIONS) {
                all.add(source.getConnection());
            }
        } catch (SQLException failure) {
            throw new DatabaseFailed("the database cannot be reached", failure);
        } finally {
            all.forEach(H2Store::giveBack);
        }
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new DatabaseFailed("a connection cannot be given back", failure);
        }
    }

    /** What somebody was told of must be there. */
    private void requireSettled() {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select newest_id from journal_span")) {
                rows.next();
                if (rows.getLong(1) < settled.getAsLong()) {
                    throw new DatabaseFailed("records that were acknowledged are missing", null);
                }
            }
        } catch (SQLException failure) {
            throw new DatabaseFailed("the records cannot be verified", failure);
        }
        sync();
    }

    private static void execute(DataSource source, String command) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException failure) {
            throw new DatabaseFailed("the database failed at " + command, failure);
        }
    }
}
