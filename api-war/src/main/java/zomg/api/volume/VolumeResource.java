package zomg.api.volume;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.box.BoxJson;
import zomg.api.setup.NeedsBoxes;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;
import zomg.usecase.box.BoxHosts;
import zomg.usecase.volume.AttachVolume;
import zomg.usecase.volume.DeleteVolume;
import zomg.usecase.volume.ListVolumes;
import zomg.usecase.volume.UpdateVolume;

/** One data volume. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/data/{volume}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Data volumes")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class VolumeResource {

    private final ListVolumes listVolumes;
    private final UpdateVolume updateVolume;
    private final DeleteVolume deleteVolume;
    private final AttachVolume attachVolume;
    private final BoxHosts hosts;

    @Inject
    public VolumeResource(
            ListVolumes listVolumes,
            UpdateVolume updateVolume,
            DeleteVolume deleteVolume,
            AttachVolume attachVolume,
            BoxHosts hosts) {
        this.listVolumes = listVolumes;
        this.updateVolume = updateVolume;
        this.deleteVolume = deleteVolume;
        this.attachVolume = attachVolume;
        this.hosts = hosts;
    }

    @GET
    @Operation(
            operationId = "showVolume",
            summary = "Show a data volume and the boxes that have it")
    @APIResponseSchema(value = VolumeJson.class, responseDescription = "The volume.")
    @APIResponse(responseCode = "404", ref = "volume_not_found")
    public VolumeJson show(
            @PathParam("project") ProjectName project, @PathParam("volume") VolumeName volume) {
        return VolumeJson.of(listVolumes.show(new VolumeRef(project, volume)));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "updateVolume",
            summary = "Change how much may be kept in a data volume, also while boxes write to it")
    @APIResponseSchema(value = VolumeJson.class, responseDescription = "The volume as it is now.")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "404", ref = "volume_not_found")
    @APIResponse(responseCode = "409", ref = "volume_busy")
    public VolumeJson update(
            @PathParam("project") ProjectName project,
            @PathParam("volume") VolumeName volume,
            UpdateVolumeJson body) {
        return VolumeJson.of(updateVolume.update(new VolumeRef(project, volume), body.storageGb()));
    }

    @DELETE
    @Operation(
            operationId = "deleteVolume",
            summary = "Delete a data volume that no box has, and its snapshots")
    @APIResponseSchema(
            value = DeletedVolumeJson.class,
            responseDescription = "The volume is gone, or never was.")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "409", ref = "volume_in_use")
    public DeletedVolumeJson delete(
            @PathParam("project") ProjectName project, @PathParam("volume") VolumeName volume) {
        return DeletedVolumeJson.of(deleteVolume.delete(new VolumeRef(project, volume)));
    }

    @POST
    @Path("attach")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "attachVolume",
            summary = "Give a box the data volume, at once if it runs")
    @APIResponseSchema(value = BoxJson.class, responseDescription = "The box as it is now.")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "404", ref = "volume_or_box_not_found")
    @APIResponse(responseCode = "409", ref = "attach_refused")
    @APIResponse(responseCode = "422", ref = "mount_failed")
    @APIResponse(responseCode = "507", ref = "insufficient_storage")
    public BoxJson attach(
            @PathParam("project") ProjectName project,
            @PathParam("volume") VolumeName volume,
            AttachVolumeJson body) {
        return BoxJson.of(
                attachVolume.attach(new BoxRef(project, body.box()), body.toMount(volume)), hosts);
    }

    @POST
    @Path("detach")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "detachVolume",
            summary = "Take the data volume from a box, at once if it runs")
    @APIResponseSchema(
            value = BoxJson.class,
            responseDescription = "The box as it is now; also if it did not have the volume.")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "404", ref = "box_not_found")
    @APIResponse(responseCode = "409", ref = "detach_refused")
    public BoxJson detach(
            @PathParam("project") ProjectName project,
            @PathParam("volume") VolumeName volume,
            DetachVolumeJson body) {
        return BoxJson.of(attachVolume.detach(new BoxRef(project, body.box()), volume), hosts);
    }
}
