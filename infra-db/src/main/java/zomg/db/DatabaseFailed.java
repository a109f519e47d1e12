package zomg.db;

/** The database did not do what it always can; nobody's request is to blame. */
public final class DatabaseFailed extends RuntimeException {

    DatabaseFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
