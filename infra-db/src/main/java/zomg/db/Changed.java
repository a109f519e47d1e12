package zomg.db;

import java.util.List;
import zomg.model.journal.Change;

/**
 * What came of a transaction.
 *
 * @param changes what the journal is to say of it; none if everything is as it was
 */
record Changed<T>(T result, List<Change> changes) {

    static <T> Changed<T> by(Change change, T result) {
        return by(List.of(change), result);
    }

    static <T> Changed<T> by(List<Change> changes, T result) {
        return new Changed<>(result, changes);
    }

    static <T> Changed<T> nothing(T result) {
        return new Changed<>(result, List.of());
    }
}
