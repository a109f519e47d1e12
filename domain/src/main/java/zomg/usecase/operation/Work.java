package zomg.usecase.operation;

import java.util.Optional;
import java.util.function.Supplier;
import zomg.model.id.BoxRef;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;

/**
 * A change of a box.
 *
 * @param box the uid that a new box will have; empty for a box that exists
 * @param actor who wants it
 */
public record Work<T>(
        Operation.Kind kind, BoxRef ref, Optional<Uid> box, String actor, Supplier<T> change) {}
