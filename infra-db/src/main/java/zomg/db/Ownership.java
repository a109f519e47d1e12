package zomg.db;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/**
 * That the records of a schema are of one server. A row says of which, also while it is down; a
 * session that does nothing else holds a lock, so that a copy of it is refused while it is up; and
 * the row that every change locks anyway has the number of the start that may write, for the case
 * that this session was lost and a copy came in.
 */
final class Ownership implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Ownership.class.getName());

    /** PostgreSQL has noticed by then that the machine of a session lost its power. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int ANSWER_SECONDS = 3;
    private static final String LOCK_TIMEOUT = "55P03";

    /** Tells our locks from those of others in the same database. */
    private static final long OURS = 0x7A6F_6D67L << 32;

    private static final String KEY =
            "(select %d + oid::bigint from pg_namespace where nspname = current_schema())"
                    .formatted(OURS);
    private static final String TAKEN =
            "the records were given to a copy of this server, and it writes no more; end one of"
                    + " the two, and start the other one again";

    private final PostgresPool pool;
    private final CountDownLatch over = new CountDownLatch(1);
    private Connection session;
    private long term;
    private volatile boolean taken;

    private Ownership(PostgresPool pool, Connection session) {
        this.pool = pool;
        this.session = session;
    }

    /**
     * Before anything is changed in the database, not even its tables.
     *
     * @param patience with a session of this server's last process
     * @throws DatabaseFailed if the records are another's, or another session has them
     */
    static Ownership reserve(PostgresPool pool, String url, Owner owner, Duration patience) {
        Connection session = null;
        try {
            session = pool.source().getConnection();
            refuseOthers(session, url, owner);
            if (!lock(session, patience)) {
                refuseOthers(session, url, owner);
                throw new DatabaseFailed(
                        "%s is open in another process of this server, or in a copy of it: %s; end that one first"
                                .formatted(url, found(session).map(Owner::place).orElse("")),
                        null);
            }
            return new Ownership(pool, session);
        } catch (SQLException failure) {
            pool.evict(session);
            throw new DatabaseFailed("the database cannot be asked whose it is", failure);
        } catch (DatabaseFailed refused) {
            pool.evict(session);
            throw refused;
        }
    }

    private static void refuseOthers(Connection session, String url, Owner owner)
            throws SQLException {
        Optional<Owner> found = found(session).filter(other -> !other.id().equals(owner.id()));
        if (found.isPresent()) {
            throw new DatabaseFailed(
                    "%s holds the records of another server: %s. Each needs a database or a schema of its own. If that one is gone for good and this one takes its place, run in the database: delete from database_owner"
                            .formatted(url, found.get().place()),
                    null);
        }
    }

    private static Optional<Owner> found(Connection session) throws SQLException {
        if (!isTrue(session, "select to_regclass('database_owner') is not null")) {
            return Optional.empty();
        }
        try (PreparedStatement select =
                        session.prepareStatement("select server, place from database_owner");
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Owner(row.getString(1), row.getString(2)))
                    : Optional.empty();
        }
    }

    /** Waits in the database, which ends each wait after a few seconds. */
    private static boolean lock(Connection session, Duration patience) throws SQLException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                run(session, "select pg_advisory_lock(%s)".formatted(KEY));
                return true;
            } catch (SQLException failure) {
                if (!LOCK_TIMEOUT.equals(failure.getSQLState())) {
                    throw failure;
                }
                if (System.nanoTime() >= end) {
                    return false;
                }
            }
        }
    }

    /** Once the tables are there: from now on nobody writes who began before. */
    void begin(Owner owner) {
        try (Connection connection = pool.source().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "insert into database_owner values (1, ?, ?)"
                                    + " on conflict (id) do update set place = excluded.place")) {
                insert.setString(1, owner.id());
                insert.setString(2, owner.place());
                insert.executeUpdate();
            }
            run(connection, "update journal_span set term = term + 1");
            term = termOf(connection);
            connection.commit();
        } catch (SQLException failure) {
            throw new DatabaseFailed("the database cannot be told whose it is", failure);
        }
        Thread.ofPlatform().daemon().name("database-owner").start(this::watch);
    }

    /**
     * @param found in the row of the journal that a change has locked
     * @throws Refusal ENGINE_UNAVAILABLE if another process has begun since
     */
    void requireTerm(long found) {
        taken |= found != term;
        require();
    }

    /** As far as this is known already. */
    void require() {
        if (taken) {
            throw new Refusal(ErrorCode.ENGINE_UNAVAILABLE, TAKEN);
        }
    }

    private void watch() {
        try {
            while (!over.await(LOOK.toNanos(), TimeUnit.NANOSECONDS) && !taken) {
                look();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A session that broke is followed by another one, unless somebody came between the two. */
    private synchronized void look() {
        try {
            if (session == null || !session.isValid(ANSWER_SECONDS)) {
                pool.evict(session);
                session = pool.source().getConnection();
                lockAgain();
            }
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "the database is away", failure);
            pool.evict(session);
            session = null;
        }
    }

    private void lockAgain() throws SQLException {
        boolean locked = isTrue(session, "select pg_try_advisory_lock(%s)".formatted(KEY));
        taken = termOf(session) != term;
        if (taken) {
            LOG.log(Level.ERROR, TAKEN);
        }
        if (locked && !taken) {
            LOG.log(Level.INFO, "the database was away; the records are this server's still");
        } else {
            // What PostgreSQL has not noticed to be dead yet, or a copy that has just come.
            pool.evict(session);
            session = null;
        }
    }

    private static long termOf(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select term from journal_span");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static boolean isTrue(Connection connection, String question) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(question);
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void run(Connection connection, String command) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(command)) {
            statement.execute();
        }
    }

    @Override
    public void close() {
        over.countDown();
        release();
    }

    private synchronized void release() {
        pool.evict(session);
        session = null;
    }
}
