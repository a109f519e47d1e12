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
import zomg.model.operation.Operation.Kind;
import zomg.usecase.space.MeasureBox;

/** What a box costs. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes/{name}/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Boxes")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "404", ref = "box_not_found")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class BoxUsageResource {

    private final MeasureBox measureBox;
    private final Handover handover;

    @Inject
    public BoxUsageResource(MeasureBox measureBox, Handover handover) {
        this.measureBox = measureBox;
        this.handover = handover;
    }

    @GET
    @Operation(
            operationId = "showBoxUsage",
            summary = "Show what a box keeps of its own, and what was measured last")
    @APIResponseSchema(
            value = DiskUsageJson.class,
            responseDescription = "What is known without a measurement.")
    public DiskUsageJson show(
            @PathParam("project") ProjectName project, @PathParam("name") BoxName name) {
        return DiskUsageJson.of(measureBox.show(new BoxRef(project, name)));
    }

    @POST
    @Operation(
            operationId = "measureBox",
            summary = "Measure what a box costs, by a look at the whole pool")
    @APIResponseSchema(value = DiskUsageJson.class, responseDescription = "What was found.")
    @APIResponse(
            responseCode = "202",
            description = OperationsResource.ACCEPTED,
            content = @Content(schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "403", ref = "role_required")
    public Response measure(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = BoxResource.PREFER) @HeaderParam("Prefer")
                    Optional<Prefer> prefer) {
        BoxRef ref = new BoxRef(project, name);
        return handover.answer(
                Kind.MEASURE,
                ref,
                prefer,
                () -> measureBox.measure(ref),
                use -> Response.ok(DiskUsageJson.of(use)).build());
    }
}
