package zomg.api.base;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.usecase.base.ListBases;

/** Bases. */
@Dependent
@Path("v1/bases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bases")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "default", ref = "problem")
public class BasesResource {

    private final ListBases listBases;

    @Inject
    public BasesResource(ListBases listBases) {
        this.listBases = listBases;
    }

    @GET
    @Operation(operationId = "listBases", summary = "List bases, page by page")
    @APIResponseSchema(
            value = BaseJson.PageJson.class,
            responseDescription = "One page of bases by alias, newest first.")
    public BaseJson.PageJson list(
            @Parameter(description = "How many bases a page has at most.")
                    @Schema(minimum = "1", maximum = "1000")
                    @QueryParam("max_results")
                    @DefaultValue("1000")
                    int maxResults,
            @Parameter(description = "The next_continuation_token of the page before.")
                    @QueryParam("continuation_token")
                    Optional<BasesToken> continuationToken) {
        return BaseJson.PageJson.of(
                listBases.list(continuationToken.map(BasesToken::after), maxResults));
    }
}
