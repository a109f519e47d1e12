package zomg.db;

import java.util.Optional;
import zomg.model.journal.Change;

/**
 * What came of a transaction.
 *
 * @param change what the journal is to say of it; empty if everything is as it was
 */
record Changed<T>(T result, Optional<Change> change) {

    static <T> Changed<T> by(Change change, T result) {
        return new Changed<>(result, Optional.of(change));
    }

    static <T> Changed<T> nothing(T result) {
        return new Changed<>(result, Optional.empty());
    }
}
