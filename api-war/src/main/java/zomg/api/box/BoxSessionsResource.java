package zomg.api.box;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
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
import zomg.usecase.box.ListSessions;

/** Commands of one box that can be come back to. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes/{name}/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Boxes")
public class BoxSessionsResource {

    private final ListSessions listSessions;

    @Inject
    public BoxSessionsResource(ListSessions listSessions) {
        this.listSessions = listSessions;
    }

    @GET
    @Operation(
            operationId = "listSessions",
            summary =
                    "List the commands of a box that were started over WebSocket, or left running")
    @APIResponseSchema(
            value = SessionJson.ListJson.class,
            responseDescription = "Those that run, and those that ended within the hour.")
    @APIResponse(responseCode = "400", ref = "invalid_request")
    @APIResponse(responseCode = "401", ref = "unauthenticated")
    @APIResponse(responseCode = "404", ref = "box_not_found")
    @APIResponse(responseCode = "503", ref = "not_ready")
    @APIResponse(responseCode = "default", ref = "problem")
    public SessionJson.ListJson list(
            @PathParam("project") ProjectName project, @PathParam("name") BoxName name) {
        return SessionJson.ListJson.of(listSessions.list(new BoxRef(project, name)));
    }
}
