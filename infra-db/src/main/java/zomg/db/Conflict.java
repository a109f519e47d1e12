package zomg.db;

/** Another transaction was there first: its row has what ours must be the only one to have. */
final class Conflict extends RuntimeException {

    Conflict(Throwable cause) {
        super(cause);
    }
}
