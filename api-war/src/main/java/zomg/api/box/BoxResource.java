package zomg.api.box;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.json.EmptyJson;
import zomg.api.operation.Handover;
import zomg.api.operation.OperationJson;
import zomg.api.operation.OperationsResource;
import zomg.api.operation.Prefer;
import zomg.api.setup.NeedsBoxes;
import zomg.model.box.Box;
import zomg.model.box.Deletion;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.operation.Operation.Kind;
import zomg.usecase.box.BoxHosts;
import zomg.usecase.box.KeepDeleting;
import zomg.usecase.box.ResumeBox;
import zomg.usecase.box.ShowBox;
import zomg.usecase.box.StopBox;
import zomg.usecase.box.UpdateBox;

/** One box. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Boxes")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class BoxResource {

    public static final String PREFER =
            "wait=N: how many seconds to wait for the end, before it is an operation.";

    public static final String IF_MATCH =
            "Only if the ETag of the box is one of these; decided in the box's turn.";

    private final ShowBox showBox;
    private final UpdateBox updateBox;
    private final KeepDeleting keepDeleting;
    private final StopBox stopBox;
    private final ResumeBox resumeBox;
    private final BoxHosts hosts;
    private final Handover handover;

    @Inject
    public BoxResource(
            ShowBox showBox,
            UpdateBox updateBox,
            KeepDeleting keepDeleting,
            StopBox stopBox,
            ResumeBox resumeBox,
            BoxHosts hosts,
            Handover handover) {
        this.showBox = showBox;
        this.updateBox = updateBox;
        this.keepDeleting = keepDeleting;
        this.stopBox = stopBox;
        this.resumeBox = resumeBox;
        this.hosts = hosts;
        this.handover = handover;
    }

    @GET
    @Operation(operationId = "showBox", summary = "Show a box")
    @APIResponseSchema(value = BoxJson.class, responseDescription = "The box.")
    @APIResponse(responseCode = "304", description = "The box is still what If-None-Match names.")
    @APIResponse(responseCode = "404", ref = "box_not_found")
    public Response show(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = "Answer only if the box has another ETag than these.")
                    @HeaderParam("If-None-Match")
                    Optional<EntityTags> known) {
        Box box = showBox.show(new BoxRef(project, name));
        return known.filter(tags -> tags.include(box))
                .map(_ -> Response.notModified(EntityTags.of(box)).build())
                .orElseGet(() -> answer(box));
    }

    @GET
    @Path("delete-status")
    @Operation(operationId = "showDeleteStatus", summary = "Show what became of a delete")
    @APIResponseSchema(
            value = DeletionJson.class,
            responseDescription = "Of a name that nobody knows: deleted.")
    public DeletionJson deleteStatus(
            @PathParam("project") ProjectName project, @PathParam("name") BoxName name) {
        return new DeletionJson(Deletion.of(showBox.find(new BoxRef(project, name))));
    }

    private Response answer(Box box) {
        return Response.ok(BoxJson.of(box, hosts)).tag(EntityTags.of(box)).build();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "updateBox",
            summary = "Change limits, port, tags or grace period of a box")
    @APIResponseSchema(value = BoxJson.class, responseDescription = "The box as it is now.")
    @APIResponse(
            responseCode = "202",
            description = OperationsResource.ACCEPTED,
            content = @Content(schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "404", ref = "box_not_found")
    @APIResponse(responseCode = "409", ref = "update_refused")
    @APIResponse(responseCode = "412", ref = "precondition_failed")
    @APIResponse(responseCode = "413", ref = "request_too_large")
    public Response update(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = IF_MATCH) @HeaderParam("If-Match")
                    Optional<EntityTags> ifMatch,
            @Parameter(description = PREFER) @HeaderParam("Prefer") Optional<Prefer> prefer,
            UpdateBoxJson body) {
        BoxRef ref = new BoxRef(project, name);
        UpdateBox.Request request = body.toRequest();
        return handover.answer(
                Kind.UPDATE,
                ref,
                prefer,
                () -> updateBox.update(ref, request, EntityTags.precondition(ifMatch)),
                outcome ->
                        Response.ok(BoxJson.of(outcome, hosts))
                                .tag(EntityTags.of(outcome.box()))
                                .build());
    }

    @DELETE
    @Operation(
            operationId = "deleteBox",
            summary = "Delete a box and its root; one that is not there is deleted already")
    @APIResponseSchema(value = DeletedBoxJson.class, responseDescription = "The box is gone.")
    @APIResponse(
            responseCode = "202",
            description = OperationsResource.ACCEPTED,
            content = @Content(schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "409", ref = "box_running")
    @APIResponse(responseCode = "412", ref = "precondition_failed")
    public Response delete(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = "Also if it runs; its processes are killed at once.")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force,
            @Parameter(description = "Wait until the space is given back, too.")
                    @QueryParam("reclaim")
                    @DefaultValue("false")
                    boolean reclaim,
            @Parameter(description = IF_MATCH) @HeaderParam("If-Match")
                    Optional<EntityTags> ifMatch,
            @Parameter(description = PREFER) @HeaderParam("Prefer") Optional<Prefer> prefer) {
        BoxRef ref = new BoxRef(project, name);
        return handover.answer(
                Kind.DELETE,
                ref,
                prefer,
                () -> keepDeleting.delete(ref, force, EntityTags.precondition(ifMatch), reclaim),
                deleted -> Response.ok(DeletedBoxJson.of(deleted)).build());
    }

    @POST
    @Path("stop")
    @Operation(operationId = "stopBox", summary = "End all processes of a box; its root stays")
    @APIResponseSchema(value = BoxJson.class, responseDescription = "The box is stopped.")
    @APIResponse(
            responseCode = "202",
            description = OperationsResource.ACCEPTED,
            content = @Content(schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "404", ref = "box_not_found")
    @APIResponse(responseCode = "409", ref = "box_busy")
    @APIResponse(responseCode = "412", ref = "precondition_failed")
    public Response stop(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = IF_MATCH) @HeaderParam("If-Match")
                    Optional<EntityTags> ifMatch,
            @Parameter(description = PREFER) @HeaderParam("Prefer") Optional<Prefer> prefer,
            @RequestBody(
                            required = false,
                            content = @Content(mediaType = MediaType.APPLICATION_JSON))
                    EmptyJson body) {
        BoxRef ref = new BoxRef(project, name);
        return handover.answer(
                Kind.STOP,
                ref,
                prefer,
                () -> stopBox.stop(ref, EntityTags.precondition(ifMatch)),
                this::answer);
    }

    @POST
    @Path("resume")
    @Operation(operationId = "resumeBox", summary = "Start a stopped box on its root again")
    @APIResponseSchema(value = BoxJson.class, responseDescription = "The box runs.")
    @APIResponse(
            responseCode = "202",
            description = OperationsResource.ACCEPTED,
            content = @Content(schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "404", ref = "box_not_found")
    @APIResponse(responseCode = "409", ref = "box_busy")
    @APIResponse(responseCode = "412", ref = "precondition_failed")
    @APIResponse(responseCode = "422", ref = "start_failed")
    public Response resume(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = IF_MATCH) @HeaderParam("If-Match")
                    Optional<EntityTags> ifMatch,
            @Parameter(description = PREFER) @HeaderParam("Prefer") Optional<Prefer> prefer,
            @RequestBody(
                            required = false,
                            content = @Content(mediaType = MediaType.APPLICATION_JSON))
                    EmptyJson body) {
        BoxRef ref = new BoxRef(project, name);
        return handover.answer(
                Kind.RESUME,
                ref,
                prefer,
                () -> resumeBox.resume(ref, EntityTags.precondition(ifMatch)),
                this::answer);
    }
}
