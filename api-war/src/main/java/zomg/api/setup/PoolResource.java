package zomg.api.setup;

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
import zomg.usecase.setup.ShowPool;

/** The disks of boxes. */
@Dependent
@Path("v1/pool")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "default", ref = "problem")
public class PoolResource {

    private final ShowPool showPool;

    @Inject
    public PoolResource(ShowPool showPool) {
        this.showPool = showPool;
    }

    @GET
    @Operation(operationId = "showPool", summary = "Show how much room there is for boxes")
    @APIResponseSchema(value = PoolJson.class, responseDescription = "Sizes, in bytes.")
    public PoolJson show() {
        return PoolJson.of(showPool.show());
    }
}
