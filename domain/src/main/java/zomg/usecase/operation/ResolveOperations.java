package zomg.usecase.operation;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.box.BoxStatus;
import zomg.model.operation.Operation;
import zomg.port.Boxes;
import zomg.port.Operations;

/**
 * Ends the operations that an older server left running. Their work was finished or undone when the
 * server came back; what the box is now says which of the two.
 */
public final class ResolveOperations {

    private static final Operation.Failure INTERRUPTED =
            new Operation.Failure(
                    "interrupted",
                    "the server ended meanwhile; look at the box, and ask again if need be");

    private static final int AT_ONCE = 1000;

    private final Operations operations;
    private final Boxes boxes;
    private final InstantSource clock;

    public ResolveOperations(Operations operations, Boxes boxes, InstantSource clock) {
        this.operations = operations;
        this.boxes = boxes;
        this.clock = clock;
    }

    /** To be called once, before new work is taken on. */
    public void resolve() {
        List<Operation> left;
        do {
            left =
                    operations.list(
                            new Operations.Query(
                                    Optional.empty(),
                                    Optional.of(Operation.State.RUNNING),
                                    Optional.empty(),
                                    AT_ONCE));
            left.forEach(operation -> operations.update(resolved(operation)));
        } while (left.size() == AT_ONCE);
    }

    private Operation resolved(Operation operation) {
        Optional<BoxStatus> status =
                boxes.find(operation.ref())
                        .filter(box -> operation.box().equals(Optional.of(box.uid())))
                        .map(Box::status);
        boolean reached =
                switch (operation.kind()) {
                    case CREATE, FORK ->
                            status.filter(now -> now != BoxStatus.CREATING).isPresent();
                    case STOP -> status.equals(Optional.of(BoxStatus.STOPPED));
                    case RESUME -> status.equals(Optional.of(BoxStatus.RUNNING));
                    case DELETE -> status.isEmpty();
                    // What a box had before is not known any more.
                    case UPDATE, SNAPSHOT, RESTORE, SAVE, BUILD, IMPORT, MEASURE -> false;
                };
        return reached
                ? operation.succeeded(clock.instant())
                : operation.failed(INTERRUPTED, clock.instant());
    }
}
