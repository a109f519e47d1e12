package zomg.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;

/**
 * The records of operations. What a writing method was told is on disk when it returns, and in the
 * journal: that one was accepted, and how it ended.
 */
public interface Operations {

    /**
     * Which operations to list, the newest first.
     *
     * @param after only those that come later in that order
     */
    record Query(
            Optional<ProjectName> project,
            Optional<Operation.State> state,
            Optional<Place> after,
            int limit) {}

    /** Where an operation stands in the list. */
    record Place(Instant createdAt, Uid id) {

        public static Place of(Operation operation) {
            return new Place(operation.createdAt(), operation.id());
        }
    }

    void add(Operation operation);

    /** Replaces the record; one that was forgotten stays so. */
    void update(Operation operation);

    Optional<Operation> find(Uid id);

    List<Operation> list(Query query);

    /**
     * Forgets what ended and was last changed before {@code before}, and beyond the newest {@code
     * most} what has ended.
     */
    void forget(Instant before, int most);
}
