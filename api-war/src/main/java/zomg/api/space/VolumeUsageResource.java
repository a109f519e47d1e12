package zomg.api.space;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.box.BoxResource;
import zomg.api.operation.Handover;
import zomg.api.operation.OperationJson;
import zomg.api.operation.OperationsResource;
import zomg.api.operation.Prefer;
import zomg.api.setup.NeedsBoxes;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;
import zomg.model.operation.Operation.Kind;
import zomg.usecase.space.MeasureVolume;

/** What a data volume costs. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/data/{volume}/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Data volumes")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "404", ref = "volume_not_found")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class VolumeUsageResource {

    /** Operations are about boxes: the uid says which volume it is. */
    private static final BoxName NO_BOX = new BoxName("data");

    private final MeasureVolume measureVolume;
    private final Handover handover;

    @Inject
    public VolumeUsageResource(MeasureVolume measureVolume, Handover handover) {
        this.measureVolume = measureVolume;
        this.handover = handover;
    }

    @GET
    @Operation(
            operationId = "showVolumeUsage",
            summary = "Show what a data volume keeps of its own, and what was measured last")
    @APIResponseSchema(
            value = DiskUsageJson.class,
            responseDescription = "What is known without a measurement.")
    public DiskUsageJson show(
            @PathParam("project") ProjectName project, @PathParam("volume") VolumeName volume) {
        return DiskUsageJson.of(measureVolume.show(new VolumeRef(project, volume)));
    }

    @POST
    @Operation(
            operationId = "measureVolume",
            summary = "Measure what a data volume costs, by a look at the whole pool")
    @APIResponseSchema(value = DiskUsageJson.class, responseDescription = "What was found.")
    @APIResponse(
            responseCode = "202",
            description = OperationsResource.ACCEPTED,
            content = @Content(schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "403", ref = "role_required")
    public Response measure(
            @PathParam("project") ProjectName project,
            @PathParam("volume") VolumeName volume,
            @Parameter(description = BoxResource.PREFER) @HeaderParam("Prefer")
                    Optional<Prefer> prefer) {
        VolumeRef ref = new VolumeRef(project, volume);
        Uid uid = measureVolume.find(ref);
        return handover.answer(
                Kind.MEASURE,
                new BoxRef(project, NO_BOX),
                Optional.of(uid),
                prefer,
                () -> measureVolume.measure(ref),
                use -> Response.ok(DiskUsageJson.of(use)).build());
    }
}
