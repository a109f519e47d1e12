package zomg.usecase.operation;

import java.util.List;
import java.util.Optional;
import zomg.error.InvalidInput;
import zomg.model.id.ProjectName;
import zomg.model.operation.Operation;
import zomg.port.Operations;

/** Lists operations in pages, the newest first. */
public final class ListOperations {

    public static final int MAX_PAGE = 1000;

    /**
     * One page.
     *
     * @param next after which the next page goes on; empty at the end
     */
    public record Page(List<Operation> operations, Optional<Operations.Place> next) {}

    private final Operations operations;
    private final RunOperation runOperation;

    public ListOperations(Operations operations, RunOperation runOperation) {
        this.operations = operations;
        this.runOperation = runOperation;
    }

    /**
     * @param project empty for all
     * @param limit operations on one page, 1 to {@value #MAX_PAGE}
     */
    public Page list(Optional<ProjectName> project, Optional<Operations.Place> after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw InvalidInput.field("max_results", "must be from 1 to %d".formatted(MAX_PAGE));
        }
        List<Operation> found =
                operations.list(new Operations.Query(project, Optional.empty(), after, limit + 1));
        List<Operation> page = found.stream().limit(limit).map(this::asItIs).toList();
        return new Page(
                page,
                found.size() > limit
                        ? Optional.of(Operations.Place.of(page.getLast()))
                        : Optional.empty());
    }

    private Operation asItIs(Operation recorded) {
        return runOperation.find(recorded.id()).map(runOperation::look).orElse(recorded);
    }
}
