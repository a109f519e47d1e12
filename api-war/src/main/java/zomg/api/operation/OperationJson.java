package zomg.api.operation;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.operation.Operation;

/** An operation on the wire. */
@Schema(
        name = "Operation",
        description = "A change of a box that goes on after its request was answered.",
        requiredProperties = {
            "id",
            "kind",
            "state",
            "project",
            "box",
            "progress",
            "actor",
            "created_at",
            "updated_at"
        })
public record OperationJson(
        Uid id,
        Operation.Kind kind,
        Operation.State state,
        ProjectName project,
        BoxName box,
        ProgressJson progress,
        Optional<ErrorJson> error,
        @Schema(description = "The box, if the operation succeeded and there is one.")
                Optional<ResultJson> result,
        @Schema(description = "Of a build: by which its log is asked for.") Optional<Uid> build,
        @Schema(description = "Who asked for it.", examples = "root") String actor,
        Instant createdAt,
        Instant updatedAt) {

    /** How far an operation is, on the wire. */
    @Schema(
            name = "OperationProgress",
            description = "How far it is.",
            requiredProperties = {"percent", "step"})
    public record ProgressJson(
            @Schema(description = "A guess that never goes back.", examples = "50") int percent,
            @Schema(description = "What is being done.", examples = "starting") String step) {}

    /** Why an operation failed, on the wire. */
    @Schema(
            name = "OperationError",
            description = "Why it failed: what the request would have been answered.",
            requiredProperties = {"code", "detail"})
    public record ErrorJson(
            @Schema(
                            description =
                                    "That of a problem; or interrupted, if the server ended"
                                            + " meanwhile and the work was undone.",
                            examples = "start_failed")
                    String code,
            @Schema(examples = "the box cannot be started: mount proc: Operation not permitted")
                    String detail) {}

    /** The box that came of an operation, on the wire. */
    @Schema(
            name = "OperationResult",
            description = "Which box it is.",
            requiredProperties = {"project", "name"})
    public record ResultJson(Optional<Uid> id, ProjectName project, BoxName name) {}

    public static OperationJson of(Operation operation) {
        BoxRef ref = operation.ref();
        boolean leavesABox =
                operation.state() == Operation.State.SUCCEEDED
                        && operation.kind() != Operation.Kind.DELETE
                        && operation.kind() != Operation.Kind.BUILD
                        && operation.kind() != Operation.Kind.IMPORT
                        && operation.kind() != Operation.Kind.MEASURE;
        return new OperationJson(
                operation.id(),
                operation.kind(),
                operation.state(),
                ref.project(),
                ref.name(),
                new ProgressJson(operation.progress().percent(), operation.progress().step()),
                operation.failure().map(why -> new ErrorJson(why.code(), why.detail())),
                leavesABox
                        ? Optional.of(new ResultJson(operation.box(), ref.project(), ref.name()))
                        : Optional.empty(),
                operation.box().filter(_ -> operation.kind() == Operation.Kind.BUILD),
                operation.actor(),
                operation.createdAt(),
                operation.updatedAt());
    }
}
