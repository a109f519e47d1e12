package zomg.usecase.operation;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;

/** Calls an operation off: it ends before its next step, and undoes what it did. */
public final class CancelOperation {

    private final RunOperation runOperation;
    private final ShowOperation showOperation;

    public CancelOperation(RunOperation runOperation, ShowOperation showOperation) {
        this.runOperation = runOperation;
        this.showOperation = showOperation;
    }

    /**
     * One that was cancelled before is cancelled.
     *
     * @return as it is when it ends, or after {@code wait}
     * @throws Refusal OPERATION_NOT_FOUND; NOT_CANCELLABLE if it is over or past the point where it
     *     could be undone, and if it is of a kind that cannot be
     */
    public Operation cancel(Uid id, Duration wait) {
        Optional<Running<?>> running = runOperation.find(id);
        running.ifPresent(Running::cancel);
        Operation operation = showOperation.show(id, wait);
        if (running.isEmpty() && operation.state() != Operation.State.CANCELLED) {
            throw new Refusal(
                    ErrorCode.NOT_CANCELLABLE,
                    "the operation has %s already"
                            .formatted(operation.state().name().toLowerCase(Locale.ROOT)));
        }
        return operation;
    }
}
