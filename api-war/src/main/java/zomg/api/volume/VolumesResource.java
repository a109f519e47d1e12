package zomg.api.volume;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.box.ProjectChoice;
import zomg.api.setup.NeedsBoxes;
import zomg.model.id.ProjectName;
import zomg.model.id.VolumeRef;
import zomg.model.volume.Volume;
import zomg.usecase.volume.CreateVolume;
import zomg.usecase.volume.ListVolumes;

/** The data volumes of a project. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/data")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Data volumes")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class VolumesResource {

    private final ListVolumes listVolumes;
    private final CreateVolume createVolume;

    @Inject
    public VolumesResource(ListVolumes listVolumes, CreateVolume createVolume) {
        this.listVolumes = listVolumes;
        this.createVolume = createVolume;
    }

    @GET
    @Operation(
            operationId = "listVolumes",
            summary = "List data volumes, page by page; not those that belong to a box")
    @APIResponseSchema(
            value = VolumeJson.PageJson.class,
            responseDescription = "One page of volumes, in the order of their names.")
    public VolumeJson.PageJson list(
            @Parameter(description = "A project, or - for all of them.", example = "default")
                    @PathParam("project")
                    ProjectChoice project,
            @Parameter(description = "How many volumes a page has at most.")
                    @Schema(minimum = "1", maximum = "1000")
                    @QueryParam("max_results")
                    @DefaultValue("1000")
                    int maxResults,
            @Parameter(description = "The next_continuation_token of the page before.")
                    @QueryParam("continuation_token")
                    Optional<VolumeToken> continuationToken) {
        return VolumeJson.PageJson.of(
                listVolumes.list(
                        project.project(), continuationToken.map(VolumeToken::after), maxResults));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createVolume", summary = "Make a data volume, empty or as a copy")
    @APIResponse(
            responseCode = "201",
            description = "The volume is there.",
            headers =
                    @Header(
                            name = "Location",
                            description = "Where the volume is shown.",
                            schema = @Schema(implementation = String.class, format = "uri")),
            content = @Content(schema = @Schema(implementation = VolumeJson.class)))
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "404", ref = "volume_snapshot_not_found")
    @APIResponse(responseCode = "409", ref = "volume_exists")
    @APIResponse(responseCode = "507", ref = "insufficient_storage")
    public Response create(@PathParam("project") ProjectName project, CreateVolumeJson body) {
        Volume volume =
                createVolume.create(
                        new VolumeRef(project, body.name()), body.source(), body.storageGb());
        URI location =
                URI.create(
                        "/v1/projects/%s/data/%s"
                                .formatted(volume.ref().project(), volume.ref().name()));
        return Response.created(location).entity(VolumeJson.of(volume)).build();
    }
}
