package zomg.usecase.operation;

import java.time.Duration;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;
import zomg.port.Operations;

/** Looks at an operation, or waits for its end. */
public final class ShowOperation {

    private final Operations operations;
    private final RunOperation runOperation;

    public ShowOperation(Operations operations, RunOperation runOperation) {
        this.operations = operations;
        this.runOperation = runOperation;
    }

    /**
     * As it is when it ends, or after {@code wait}.
     *
     * @throws Refusal OPERATION_NOT_FOUND
     */
    public Operation show(Uid id, Duration wait) {
        Optional<Running<?>> running = runOperation.find(id);
        running.ifPresent(work -> work.awaitEnd(wait));
        return running.map(runOperation::look)
                .or(() -> operations.find(id))
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ErrorCode.OPERATION_NOT_FOUND,
                                        "there is no operation %s, or it ended long ago"
                                                .formatted(id)));
    }
}
