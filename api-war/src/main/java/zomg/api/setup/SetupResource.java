package zomg.api.setup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.json.EmptyJson;
import zomg.api.security.Caller;
import zomg.model.access.Role;
import zomg.usecase.setup.Setup;

/** How the server gets ready, and how it goes down. */
@Dependent
@Path("v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "default", ref = "problem")
public class SetupResource {

    private final Setup setup;
    private final Descent descent;

    @Inject
    public SetupResource(Setup setup, Descent descent) {
        this.setup = setup;
        this.descent = descent;
    }

    @GET
    @Path("setup")
    @Operation(operationId = "showSetup", summary = "Show how far the server is with its set-up")
    @APIResponseSchema(value = SetupJson.class, responseDescription = "The steps, in their order.")
    public SetupJson show() {
        return SetupJson.of(setup);
    }

    @POST
    @Path("shutdown")
    @Operation(
            operationId = "shutDown",
            summary = "Take boxes and machine down, before the server is ended")
    @APIResponseSchema(
            value = EmptyJson.class,
            responseDescription = "Nothing is left but the server itself.")
    @APIResponse(responseCode = "403", ref = "role_required")
    public EmptyJson shutDown(
            @RequestBody(
                            required = false,
                            content = @Content(mediaType = MediaType.APPLICATION_JSON))
                    ShutDownJson body) {
        Caller.principal().require(Role.ADMIN, "shutting down");
        descent.begin(body.keepBoxes().orElse(false));
        return new EmptyJson();
    }
}
