package zomg.api.operation;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.setup.NeedsBoxes;
import zomg.api.stream.Streams;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.usecase.operation.CancelOperation;
import zomg.usecase.operation.ListOperations;
import zomg.usecase.operation.ShowOperation;

/** Work that goes on after its request was answered. */
@Dependent
@NeedsBoxes
@Path("v1/operations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operations")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class OperationsResource {

    /** In the contract, of each route whose work may take long. */
    public static final String ACCEPTED = "It takes longer, and goes on as an operation.";

    private static final String WAIT = "wait=N: answer when it ends, or after N seconds.";

    /** Long enough for the work to come to its next step, most times. */
    private static final Duration CANCEL_WAIT = Duration.ofSeconds(5);

    private final ListOperations listOperations;
    private final ShowOperation showOperation;
    private final CancelOperation cancelOperation;
    private final Streams streams;

    @Inject
    public OperationsResource(
            ListOperations listOperations,
            ShowOperation showOperation,
            CancelOperation cancelOperation,
            Streams streams) {
        this.listOperations = listOperations;
        this.showOperation = showOperation;
        this.cancelOperation = cancelOperation;
        this.streams = streams;
    }

    @GET
    @Operation(
            operationId = "listOperations",
            summary = "List operations, page by page, the newest first")
    @APIResponseSchema(
            value = OperationPageJson.class,
            responseDescription = "One page of operations; those that ended go after a day.")
    public OperationPageJson list(
            @Parameter(description = "Only those of boxes in this project.") @QueryParam("project")
                    Optional<ProjectName> project,
            @Parameter(description = "How many operations a page has at most.")
                    @Schema(minimum = "1", maximum = "1000")
                    @QueryParam("max_results")
                    @DefaultValue("100")
                    int maxResults,
            @Parameter(description = "The next_continuation_token of the page before.")
                    @QueryParam("continuation_token")
                    Optional<OperationsToken> continuationToken) {
        return OperationPageJson.of(
                listOperations.list(
                        project, continuationToken.map(OperationsToken::after), maxResults));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "showOperation", summary = "Show an operation, or wait for its end")
    @APIResponseSchema(value = OperationJson.class, responseDescription = "The operation.")
    @APIResponse(responseCode = "404", ref = "operation_not_found")
    public Response show(
            @PathParam("id") Uid id,
            @Parameter(description = WAIT) @HeaderParam(Prefer.HEADER) Optional<Prefer> prefer) {
        return answer(showOperation.show(id, Prefer.wait(prefer, Duration.ZERO)), prefer);
    }

    @GET
    @Path("{id}/events")
    @Produces({MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON})
    @Operation(operationId = "followOperation", summary = "Follow an operation to its end")
    @APIResponse(
            responseCode = "200",
            description =
                    "Server-sent events: as event its state, as data an Operation in JSON; one of"
                            + " now, and one whenever its progress or its state has changed. After"
                            + " its end comes the event end, and no more.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "404", ref = "operation_not_found")
    @APIResponse(responseCode = "503", ref = "too_many_streams")
    public Response follow(@PathParam("id") Uid id) {
        showOperation.show(id, Duration.ZERO);
        return Response.ok(
                        streams.follow(() -> new OperationStream(showOperation, streams, id)),
                        MediaType.SERVER_SENT_EVENTS)
                .build();
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "cancelOperation",
            summary = "Cancel a create or fork before it starts its box")
    @APIResponseSchema(
            value = OperationJson.class,
            responseDescription = "It is cancelled, or will be at its next step.")
    @APIResponse(responseCode = "404", ref = "operation_not_found")
    @APIResponse(responseCode = "409", ref = "not_cancellable")
    public Response cancel(
            @PathParam("id") Uid id,
            @Parameter(description = WAIT) @HeaderParam(Prefer.HEADER) Optional<Prefer> prefer) {
        return answer(cancelOperation.cancel(id, Prefer.wait(prefer, CANCEL_WAIT)), prefer);
    }

    private static Response answer(
            zomg.model.operation.Operation operation, Optional<Prefer> prefer) {
        return Handover.applied(Response.ok(OperationJson.of(operation)).build(), prefer);
    }
}
