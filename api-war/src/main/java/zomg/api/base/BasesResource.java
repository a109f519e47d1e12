package zomg.api.base;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.port.Bases;

/** Bases. */
@Dependent
@Path("v1/bases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bases")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "default", ref = "problem")
public class BasesResource {

    private final Bases bases;

    @Inject
    public BasesResource(Bases bases) {
        this.bases = bases;
    }

    @GET
    @Operation(operationId = "listBases", summary = "List all bases")
    @APIResponseSchema(
            value = BaseJson.ListJson.class,
            responseDescription = "The bases by alias, newest first.")
    public BaseJson.ListJson list() {
        return BaseJson.ListJson.of(bases.list());
    }
}
