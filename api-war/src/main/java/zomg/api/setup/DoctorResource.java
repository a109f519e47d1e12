package zomg.api.setup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.security.Caller;
import zomg.model.access.Role;
import zomg.usecase.setup.Upkeep;

/** Whether records and machine say the same, for whoever runs the server. */
@Dependent
@Path("v1/doctor")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
@NeedsBoxes
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "403", ref = "role_required")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class DoctorResource {

    private final Upkeep upkeep;

    @Inject
    public DoctorResource(Upkeep upkeep) {
        this.upkeep = upkeep;
    }

    @GET
    @Operation(
            operationId = "examineServer",
            summary = "Compare records and machine, and change nothing")
    @APIResponseSchema(value = FindingsJson.class, responseDescription = "What is not in order.")
    public FindingsJson examine() {
        Caller.principal().require(Role.ADMIN, "examining the server");
        return FindingsJson.of(upkeep.look());
    }

    @POST
    @Operation(
            operationId = "repairServer",
            summary = "Compare records and machine, and mend what differs")
    @APIResponseSchema(
            value = FindingsJson.class,
            responseDescription = "What was not in order, and what became of it.")
    public FindingsJson repair() {
        Caller.principal().require(Role.ADMIN, "repairing the server");
        return FindingsJson.of(upkeep.repair());
    }
}
