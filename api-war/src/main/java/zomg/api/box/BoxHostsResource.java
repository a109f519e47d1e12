package zomg.api.box;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.security.Caller;
import zomg.api.setup.NeedsBoxes;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.network.Host;
import zomg.model.network.HostChoice;
import zomg.usecase.box.PublishBox;
import zomg.usecase.box.UnpublishBox;

/** The hosts that are published for one box. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes/{name}/publish")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Boxes")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "404", ref = "box_not_found")
@APIResponse(responseCode = "501", ref = "not_available")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class BoxHostsResource {

    private final PublishBox publishBox;
    private final UnpublishBox unpublishBox;

    @Inject
    public BoxHostsResource(PublishBox publishBox, UnpublishBox unpublishBox) {
        this.publishBox = publishBox;
        this.unpublishBox = unpublishBox;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "publishBox",
            summary = "Have a host lead to a box besides the box's own")
    @APIResponseSchema(
            value = PublishedHostJson.class,
            responseDescription = "It leads to the box; maybe it did before.")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "409", ref = "publish_refused")
    public PublishedHostJson publish(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = "Also if it is published for another box, which loses it.")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force,
            PublishBoxJson body) {
        return new PublishedHostJson(
                publishBox.publish(
                        new PublishBox.Request(
                                new BoxRef(project, name),
                                body.toChoice(),
                                force,
                                Caller.principal().role())));
    }

    @DELETE
    @Path("{host}")
    @Operation(
            operationId = "unpublishBox",
            summary = "Have a host that was published for a box lead to it no longer")
    @APIResponseSchema(
            value = PublishedHostJson.class,
            responseDescription = "It does not lead to the box any more.")
    @APIResponse(responseCode = "403", ref = "host_not_owned")
    @APIResponse(responseCode = "409", ref = "box_busy")
    public PublishedHostJson unpublish(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(
                            description =
                                    "A whole host; or, with subdomain or domain, a subdomain, which"
                                            + " is @ for the domain itself.",
                            example = "blog.example.com")
                    @PathParam("host")
                    String host,
            @Parameter(description = "Whether it is a subdomain.")
                    @QueryParam("subdomain")
                    @DefaultValue("false")
                    boolean subdomain,
            @Parameter(
                            description =
                                    "What the subdomain is of; if nothing is said, the domain that"
                                            + " the server publishes under.")
                    @QueryParam("domain")
                    Optional<Host> domain) {
        return new PublishedHostJson(
                unpublishBox.unpublish(
                        new BoxRef(project, name), HostChoice.parse(host, subdomain, domain)));
    }
}
