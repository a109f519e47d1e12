package zomg.api.setup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What anyone may ask the server. */
@Dependent
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
@SecurityRequirements
@APIResponse(responseCode = "default", ref = "problem")
public class ServerResource {

    /** What this is, on the wire. */
    @Schema(
            name = "Version",
            description = "What this server is.",
            requiredProperties = {"name", "version", "api", "engine"})
    public record VersionJson(
            @Schema(examples = "zomg") String name,
            @Schema(examples = "0.1.0") String version,
            @Schema(description = "The first part of every route.", examples = "v1") String api,
            @Schema(description = "What runs boxes.", examples = "local") String engine) {}

    /** That it answers, on the wire. */
    @Schema(
            name = "Health",
            description = "That the server answers.",
            requiredProperties = "status")
    public record HealthJson(@Schema(examples = "ok") String status) {}

    private final VersionJson version;

    @Inject
    public ServerResource(VersionJson version) {
        this.version = version;
    }

    @GET
    @Path("version")
    @Operation(operationId = "showVersion", summary = "Show what this server is")
    @APIResponseSchema(value = VersionJson.class, responseDescription = "Name and versions.")
    public VersionJson version() {
        return version;
    }

    @GET
    @Path("healthz")
    @Operation(operationId = "showHealth", summary = "Show that the server answers")
    @APIResponseSchema(value = HealthJson.class, responseDescription = "It answers.")
    public HealthJson health() {
        return new HealthJson("ok");
    }
}
