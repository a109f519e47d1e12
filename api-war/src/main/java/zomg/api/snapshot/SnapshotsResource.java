package zomg.api.snapshot;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.box.BoxResource;
import zomg.api.box.EntityTags;
import zomg.api.operation.Handover;
import zomg.api.operation.OperationJson;
import zomg.api.operation.OperationsResource;
import zomg.api.operation.Prefer;
import zomg.api.setup.NeedsBoxes;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.SnapshotName;
import zomg.model.operation.Operation.Kind;
import zomg.model.snapshot.Description;
import zomg.usecase.box.BoxHosts;
import zomg.usecase.snapshot.CreateSnapshot;
import zomg.usecase.snapshot.DeleteSnapshot;
import zomg.usecase.snapshot.FindSnapshot;
import zomg.usecase.snapshot.RestoreSnapshot;
import zomg.usecase.snapshot.TakenSnapshot;

/** Snapshots of one box. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes/{name}/snapshots")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Snapshots")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "404", ref = "snapshot_not_found")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class SnapshotsResource {

    private final FindSnapshot findSnapshot;
    private final CreateSnapshot createSnapshot;
    private final RestoreSnapshot restoreSnapshot;
    private final DeleteSnapshot deleteSnapshot;
    private final BoxHosts hosts;
    private final Handover handover;

    @Inject
    public SnapshotsResource(
            FindSnapshot findSnapshot,
            CreateSnapshot createSnapshot,
            RestoreSnapshot restoreSnapshot,
            DeleteSnapshot deleteSnapshot,
            BoxHosts hosts,
            Handover handover) {
        this.findSnapshot = findSnapshot;
        this.createSnapshot = createSnapshot;
        this.restoreSnapshot = restoreSnapshot;
        this.deleteSnapshot = deleteSnapshot;
        this.hosts = hosts;
        this.handover = handover;
    }

    @GET
    @Operation(operationId = "listSnapshots", summary = "List the snapshots of a box")
    @APIResponseSchema(
            value = SnapshotJson.ListJson.class,
            responseDescription = "All of them, oldest first.")
    public SnapshotJson.ListJson list(
            @PathParam("project") ProjectName project, @PathParam("name") BoxName name) {
        return SnapshotJson.ListJson.of(findSnapshot.list(new BoxRef(project, name)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createSnapshot",
            summary = "Keep a box's disks as they are now, while it runs or not")
    @APIResponse(
            responseCode = "201",
            description = "It is taken.",
            content = @Content(schema = @Schema(implementation = SnapshotJson.class)))
    @APIResponse(
            responseCode = "202",
            description = OperationsResource.ACCEPTED,
            content = @Content(schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "409", ref = "snapshot_exists")
    @APIResponse(responseCode = "413", ref = "request_too_large")
    @APIResponse(responseCode = "507", ref = "insufficient_storage")
    public Response create(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = BoxResource.PREFER) @HeaderParam("Prefer")
                    Optional<Prefer> prefer,
            @RequestBody(
                            required = false,
                            content = @Content(mediaType = MediaType.APPLICATION_JSON))
                    CreateSnapshotJson body) {
        BoxRef ref = new BoxRef(project, name);
        return handover.answer(
                Kind.SNAPSHOT,
                ref,
                prefer,
                () ->
                        createSnapshot.create(
                                ref,
                                body.name(),
                                body.description().orElse(Description.NONE),
                                body.data().orElse(true)),
                snapshot -> created(ref, snapshot));
    }

    private static Response created(BoxRef ref, TakenSnapshot taken) {
        return Response.created(
                        URI.create(
                                "/v1/projects/%s/boxes/%s/snapshots/%s"
                                        .formatted(
                                                ref.project(),
                                                ref.name(),
                                                taken.snapshot().name())))
                .entity(SnapshotJson.of(taken))
                .build();
    }

    @GET
    @Path("{snapshot}")
    @Operation(operationId = "showSnapshot", summary = "Show a snapshot")
    @APIResponseSchema(value = SnapshotJson.class, responseDescription = "The snapshot.")
    public SnapshotJson show(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @PathParam("snapshot") SnapshotName snapshot) {
        return SnapshotJson.of(findSnapshot.show(new BoxRef(project, name), snapshot));
    }

    @POST
    @Path("{snapshot}/restore")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "restoreSnapshot",
            summary = "Make a box's disks what a snapshot keeps; a box that runs is stopped for it")
    @APIResponseSchema(
            value = RestoredBoxJson.class,
            responseDescription = "The box, which runs if it ran before.")
    @APIResponse(
            responseCode = "202",
            description = OperationsResource.ACCEPTED,
            content = @Content(schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "409", ref = "box_restore_refused")
    @APIResponse(responseCode = "412", ref = "precondition_failed")
    @APIResponse(responseCode = "413", ref = "request_too_large")
    @APIResponse(responseCode = "422", ref = "start_failed")
    @APIResponse(responseCode = "507", ref = "insufficient_storage")
    public Response restore(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @PathParam("snapshot") SnapshotName snapshot,
            @Parameter(description = BoxResource.IF_MATCH) @HeaderParam("If-Match")
                    Optional<EntityTags> ifMatch,
            @Parameter(description = BoxResource.PREFER) @HeaderParam("Prefer")
                    Optional<Prefer> prefer,
            @RequestBody(
                            required = false,
                            content = @Content(mediaType = MediaType.APPLICATION_JSON))
                    RestoreSnapshotJson body) {
        BoxRef ref = new BoxRef(project, name);
        return handover.answer(
                Kind.RESTORE,
                ref,
                prefer,
                () ->
                        restoreSnapshot.restore(
                                ref, snapshot, body.toOptions(), EntityTags.precondition(ifMatch)),
                outcome -> Response.ok(RestoredBoxJson.of(outcome, hosts)).build());
    }

    @DELETE
    @Path("{snapshot}")
    @Operation(
            operationId = "deleteSnapshot",
            summary = "Delete a snapshot; one that is not there is deleted already")
    @APIResponseSchema(
            value = DeletedSnapshotJson.class,
            responseDescription = "The snapshot is gone.")
    @APIResponse(responseCode = "409", ref = "box_busy")
    public DeletedSnapshotJson delete(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @PathParam("snapshot") SnapshotName snapshot) {
        return DeletedSnapshotJson.of(deleteSnapshot.delete(new BoxRef(project, name), snapshot));
    }
}
