package zomg.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Connections to PostgreSQL: few, each waited for and used with an end to patience, and made anew
 * when the server was away.
 */
final class PostgresPool implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** Below the time that a request may take. */
    private static final Duration WAIT_FOR_ONE = Duration.ofSeconds(4);

    /** Above every statement's timeout: only a dead network is silent for so long. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /**
     * A statement that waits for another transaction's row ends before the statement's timeout. The
     * sessions of a machine that lost its power end, and their locks, in 20 seconds.
     */
    private static final String LIMITS =
            "set statement_timeout = '10s'; set lock_timeout = '5s';"
                    + " set idle_in_transaction_session_timeout = '60s';"
                    + " set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 5;"
                    + " set tcp_keepalives_count = 3";

    /** It does nothing but hold a lock. */
    private static final int OF_OWNERSHIP = 1;

    private final HikariDataSource connections;

    private PostgresPool(HikariDataSource connections) {
        this.connections = connections;
    }

    /**
     * @throws DatabaseFailed if there is no connection now
     */
    static PostgresPool open(PostgresConfig config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("records");
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setJdbcUrl(config.url());
        config.user().ifPresent(pool::setUsername);
        config.password().map(Password::value).ifPresent(pool::setPassword);
        pool.setMaximumPoolSize(config.connections() + OF_OWNERSHIP);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(WAIT_FOR_ONE.toMillis());
        pool.setValidationTimeout(CONNECT.toMillis());
        pool.setConnectionInitSql(LIMITS);
        pool.addDataSourceProperty("ApplicationName", "zomg");
        pool.addDataSourceProperty("connectTimeout", seconds(CONNECT));
        pool.addDataSourceProperty("loginTimeout", seconds(CONNECT));
        pool.addDataSourceProperty("socketTimeout", seconds(SILENCE));
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        try {
            return new PostgresPool(new HikariDataSource(pool));
        } catch (PoolInitializationException failure) {
            throw new DatabaseFailed(
                    "the database %s cannot be reached: %s"
                            .formatted(config.url(), failure.getCause().getMessage()),
                    failure);
        }
    }

    DataSource source() {
        return connections;
    }

    /**
     * Ends a session for good, with all that it holds.
     *
     * @param session null if there is none
     */
    void evict(Connection session) {
        try {
            // One that broke while it was used is out already.
            if (session != null && !session.isClosed()) {
                connections.evictConnection(session);
            }
        } catch (SQLException failure) {
            throw new DatabaseFailed("a session cannot be ended", failure);
        }
    }

    @Override
    public void close() {
        connections.close();
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
