package zomg.api.box;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.setup.NeedsBoxes;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.usecase.box.ExecInBox;

/** Commands in one box. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes/{name}/exec")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Boxes")
public class BoxExecResource {

    private final ExecInBox execInBox;

    @Inject
    public BoxExecResource(ExecInBox execInBox) {
        this.execInBox = execInBox;
    }

    @POST
    @Operation(
            operationId = "execInBox",
            summary = "Run a command in a box to its end, or leave it running")
    @APIResponseSchema(
            value = ExecutedJson.class,
            responseDescription = "The command ended, or was left running.")
    @APIResponse(responseCode = "400", ref = "invalid_request")
    @APIResponse(responseCode = "401", ref = "unauthenticated")
    @APIResponse(responseCode = "404", ref = "box_not_found")
    @APIResponse(responseCode = "409", ref = "box_not_running")
    @APIResponse(responseCode = "413", ref = "request_too_large")
    @APIResponse(responseCode = "422", ref = "exec_failed")
    @APIResponse(responseCode = "503", ref = "not_ready")
    @APIResponse(responseCode = "504", ref = "exec_timeout")
    @APIResponse(responseCode = "default", ref = "problem")
    public ExecutedJson exec(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            ExecJson body) {
        BoxRef ref = new BoxRef(project, name);
        return body.inBackground()
                ? ExecutedJson.started(execInBox.start(ref, body.toRequest()))
                : ExecutedJson.of(execInBox.run(ref, body.toRequest()));
    }
}
