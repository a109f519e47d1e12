package zomg.db;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** What failures of a database mean, by their SQLSTATE. */
final class SqlFailures {

    /** A constraint; rolled back for another transaction's sake. */
    private static final List<String> CONFLICTS = List.of("23", "40");

    /**
     * No connection; too many; the server goes down, went down, comes up; a statement took too
     * long; a lock did. All of it may be gone at the next try.
     */
    private static final List<String> AWAY =
            List.of("08", "53300", "57P01", "57P02", "57P03", "57014", "55P03", "HYT00");

    private static final String BROKEN = "Connection is closed";

    private static final List<String> DISK_FULL = List.of("53100");

    private SqlFailures() {}

    /** The failure in our words; what is not of the database stays as it is. */
    static RuntimeException translated(RuntimeException failure) {
        if (has(failure, OptimisticLockException.class::isInstance)
                || hasState(failure, CONFLICTS)) {
            return new Conflict(failure);
        }
        if (has(failure, SQLTransientConnectionException.class::isInstance)
                || has(failure, SqlFailures::isBroken)
                || hasState(failure, AWAY)) {
            return away(failure);
        }
        if (hasState(failure, DISK_FULL)) {
            return new Refusal(
                    ErrorCode.INSUFFICIENT_STORAGE, "the disk of the database is full", failure);
        }
        boolean raw =
                failure instanceof PersistenceException
                        || !(failure instanceof DatabaseFailed || failure instanceof Refusal)
                                && has(failure, SQLException.class::isInstance);
        return raw ? new DatabaseFailed("the database failed", failure) : failure;
    }

    /**
     * Nothing came of it, or nobody knows what; it may at the next try.
     *
     * @param reason null if it is only that
     */
    static Refusal away(Throwable reason) {
        return new Refusal(
                ErrorCode.ENGINE_UNAVAILABLE,
                "the database does not answer; try again later",
                reason);
    }

    /** What the pool says of a connection that broke at the statement before; it has no state. */
    private static boolean isBroken(Throwable cause) {
        return cause instanceof SQLException sql
                && sql.getSQLState() == null
                && BROKEN.equals(sql.getMessage());
    }

    private static boolean hasState(Throwable failure, List<String> starts) {
        return has(
                failure,
                cause ->
                        cause instanceof SQLException sql
                                && Optional.ofNullable(sql.getSQLState())
                                        .filter(
                                                state ->
                                                        starts.stream().anyMatch(state::startsWith))
                                        .isPresent());
    }

    private static boolean has(Throwable failure, Predicate<Throwable> wanted) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(wanted);
    }
}
