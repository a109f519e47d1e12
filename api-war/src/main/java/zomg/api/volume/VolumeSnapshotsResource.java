package zomg.api.volume;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.setup.NeedsBoxes;
import zomg.model.id.ProjectName;
import zomg.model.id.SnapshotName;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;
import zomg.model.volume.VolumeSnapshot;
import zomg.usecase.volume.RestoreVolume;
import zomg.usecase.volume.SnapshotVolume;

/** The snapshots of a data volume. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/data/{volume}/snapshots")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Data volumes")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class VolumeSnapshotsResource {

    private final SnapshotVolume snapshotVolume;
    private final RestoreVolume restoreVolume;

    @Inject
    public VolumeSnapshotsResource(SnapshotVolume snapshotVolume, RestoreVolume restoreVolume) {
        this.snapshotVolume = snapshotVolume;
        this.restoreVolume = restoreVolume;
    }

    @GET
    @Operation(
            operationId = "listVolumeSnapshots",
            summary = "List the snapshots of a data volume, the oldest first")
    @APIResponseSchema(
            value = VolumeSnapshotJson.ListJson.class,
            responseDescription = "All of them, 1000 at most.")
    @APIResponse(responseCode = "404", ref = "volume_not_found")
    public VolumeSnapshotJson.ListJson list(
            @PathParam("project") ProjectName project, @PathParam("volume") VolumeName volume) {
        return VolumeSnapshotJson.ListJson.of(snapshotVolume.list(new VolumeRef(project, volume)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createVolumeSnapshot",
            summary = "Take a snapshot of a data volume, also while boxes write to it")
    @APIResponse(
            responseCode = "201",
            description = "The snapshot is there.",
            headers =
                    @Header(
                            name = "Location",
                            description = "Where the snapshot is shown.",
                            schema = @Schema(implementation = String.class, format = "uri")),
            content = @Content(schema = @Schema(implementation = VolumeSnapshotJson.class)))
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "404", ref = "volume_not_found")
    @APIResponse(responseCode = "409", ref = "volume_snapshot_exists")
    @APIResponse(responseCode = "507", ref = "insufficient_storage")
    public Response create(
            @PathParam("project") ProjectName project,
            @PathParam("volume") VolumeName volume,
            CreateVolumeSnapshotJson body) {
        VolumeSnapshot taken =
                snapshotVolume.take(
                        new VolumeRef(project, volume), body.name(), body.description());
        URI location =
                URI.create(
                        "/v1/projects/%s/data/%s/snapshots/%s"
                                .formatted(project, volume, taken.name()));
        return Response.created(location).entity(VolumeSnapshotJson.of(taken)).build();
    }

    @GET
    @Path("{snapshot}")
    @Operation(operationId = "showVolumeSnapshot", summary = "Show a snapshot of a data volume")
    @APIResponseSchema(value = VolumeSnapshotJson.class, responseDescription = "The snapshot.")
    @APIResponse(responseCode = "404", ref = "volume_snapshot_not_found")
    public VolumeSnapshotJson show(
            @PathParam("project") ProjectName project,
            @PathParam("volume") VolumeName volume,
            @PathParam("snapshot") SnapshotName snapshot) {
        return VolumeSnapshotJson.of(snapshotVolume.show(new VolumeRef(project, volume), snapshot));
    }

    @DELETE
    @Path("{snapshot}")
    @Operation(
            operationId = "deleteVolumeSnapshot",
            summary = "Delete a snapshot of a data volume; the volume stays as it is")
    @APIResponseSchema(
            value = DeletedVolumeSnapshotJson.class,
            responseDescription = "The snapshot is gone, or never was.")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "409", ref = "volume_busy")
    public DeletedVolumeSnapshotJson delete(
            @PathParam("project") ProjectName project,
            @PathParam("volume") VolumeName volume,
            @PathParam("snapshot") SnapshotName snapshot) {
        return DeletedVolumeSnapshotJson.of(
                snapshotVolume.delete(new VolumeRef(project, volume), snapshot));
    }

    @POST
    @Path("{snapshot}/restore")
    @Operation(
            operationId = "restoreVolumeSnapshot",
            summary = "Replace what is in a data volume by what is in a snapshot of it")
    @APIResponseSchema(value = VolumeJson.class, responseDescription = "The volume as it is now.")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "404", ref = "volume_snapshot_not_found")
    @APIResponse(responseCode = "409", ref = "restore_refused")
    @APIResponse(responseCode = "507", ref = "insufficient_storage")
    public VolumeJson restore(
            @PathParam("project") ProjectName project,
            @PathParam("volume") VolumeName volume,
            @PathParam("snapshot") SnapshotName snapshot,
            @Parameter(
                            description =
                                    "Whether boxes that have the volume and run are stopped for it,"
                                            + " and resumed; it is answered then.")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force) {
        return VolumeJson.of(
                restoreVolume.restore(new VolumeRef(project, volume), snapshot, force));
    }
}
