package zomg.api.box;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.json.EmptyJson;
import zomg.api.setup.NeedsBoxes;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.usecase.box.DeleteBox;
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

    private final ShowBox showBox;
    private final UpdateBox updateBox;
    private final DeleteBox deleteBox;
    private final StopBox stopBox;
    private final ResumeBox resumeBox;

    @Inject
    public BoxResource(
            ShowBox showBox,
            UpdateBox updateBox,
            DeleteBox deleteBox,
            StopBox stopBox,
            ResumeBox resumeBox) {
        this.showBox = showBox;
        this.updateBox = updateBox;
        this.deleteBox = deleteBox;
        this.stopBox = stopBox;
        this.resumeBox = resumeBox;
    }

    @GET
    @Operation(operationId = "showBox", summary = "Show a box")
    @APIResponseSchema(value = BoxJson.class, responseDescription = "The box.")
    @APIResponse(responseCode = "404", ref = "box_not_found")
    public BoxJson show(
            @PathParam("project") ProjectName project, @PathParam("name") BoxName name) {
        return BoxJson.of(showBox.show(new BoxRef(project, name)));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "updateBox",
            summary = "Change limits, port, tags or grace period of a box")
    @APIResponseSchema(value = BoxJson.class, responseDescription = "The box as it is now.")
    @APIResponse(responseCode = "404", ref = "box_not_found")
    @APIResponse(responseCode = "409", ref = "box_busy")
    @APIResponse(responseCode = "413", ref = "request_too_large")
    public BoxJson update(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            UpdateBoxJson body) {
        return BoxJson.of(updateBox.update(new BoxRef(project, name), body.toRequest()));
    }

    @DELETE
    @Operation(
            operationId = "deleteBox",
            summary = "Delete a box and its root; one that is not there is deleted already")
    @APIResponseSchema(value = DeletedBoxJson.class, responseDescription = "The box is gone.")
    @APIResponse(responseCode = "409", ref = "box_running")
    public DeletedBoxJson delete(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = "Also if it runs; its processes are killed at once.")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force) {
        return DeletedBoxJson.of(deleteBox.delete(new BoxRef(project, name), force));
    }

    @POST
    @Path("stop")
    @Operation(operationId = "stopBox", summary = "End all processes of a box; its root stays")
    @APIResponseSchema(value = BoxJson.class, responseDescription = "The box is stopped.")
    @APIResponse(responseCode = "404", ref = "box_not_found")
    @APIResponse(responseCode = "409", ref = "box_busy")
    public BoxJson stop(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @RequestBody(
                            required = false,
                            content = @Content(mediaType = MediaType.APPLICATION_JSON))
                    EmptyJson body) {
        return BoxJson.of(stopBox.stop(new BoxRef(project, name)));
    }

    @POST
    @Path("resume")
    @Operation(operationId = "resumeBox", summary = "Start a stopped box on its root again")
    @APIResponseSchema(value = BoxJson.class, responseDescription = "The box runs.")
    @APIResponse(responseCode = "404", ref = "box_not_found")
    @APIResponse(responseCode = "409", ref = "box_busy")
    @APIResponse(responseCode = "422", ref = "start_failed")
    public BoxJson resume(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @RequestBody(
                            required = false,
                            content = @Content(mediaType = MediaType.APPLICATION_JSON))
                    EmptyJson body) {
        return BoxJson.of(resumeBox.resume(new BoxRef(project, name)));
    }
}
