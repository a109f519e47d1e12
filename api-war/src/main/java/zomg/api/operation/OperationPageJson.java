package zomg.api.operation;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.usecase.operation.ListOperations;

/** One page of a list of operations on the wire. */
@Schema(
        name = "OperationPage",
        description = "Operations, the newest first.",
        requiredProperties = {"operations", "has_more"})
public record OperationPageJson(
        List<OperationJson> operations,
        boolean hasMore,
        @Schema(description = "Asks for the next page; absent on the last one.")
                Optional<OperationsToken> nextContinuationToken) {

    static OperationPageJson of(ListOperations.Page page) {
        return new OperationPageJson(
                page.operations().stream().map(OperationJson::of).toList(),
                page.next().isPresent(),
                page.next().map(OperationsToken::new));
    }
}
