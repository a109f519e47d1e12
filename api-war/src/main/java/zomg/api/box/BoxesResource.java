package zomg.api.box;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.operation.Handover;
import zomg.api.operation.OperationJson;
import zomg.api.operation.OperationsResource;
import zomg.api.operation.Prefer;
import zomg.api.setup.NeedsBoxes;
import zomg.model.box.Box;
import zomg.model.box.BoxDefaults;
import zomg.model.id.NamePrefix;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.operation.Operation.Kind;
import zomg.model.request.Begun;
import zomg.model.request.KeyedRequest;
import zomg.port.IdSource;
import zomg.usecase.box.BoxHosts;
import zomg.usecase.box.CreateBox;
import zomg.usecase.box.ListBoxes;

/** The boxes of a project. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Boxes")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class BoxesResource {

    private final ListBoxes listBoxes;
    private final CreateBox createBox;
    private final CreationRules rules;
    private final BoxDefaults defaults;
    private final BoxHosts hosts;
    private final Handover handover;
    private final IdSource ids;

    @Inject
    public BoxesResource(
            ListBoxes listBoxes,
            CreateBox createBox,
            CreationRules rules,
            BoxDefaults defaults,
            BoxHosts hosts,
            Handover handover,
            IdSource ids) {
        this.listBoxes = listBoxes;
        this.createBox = createBox;
        this.rules = rules;
        this.defaults = defaults;
        this.hosts = hosts;
        this.handover = handover;
        this.ids = ids;
    }

    @GET
    @Operation(operationId = "listBoxes", summary = "List boxes, page by page")
    @APIResponse(
            responseCode = "200",
            description = "One page of boxes.",
            content = @Content(schema = @Schema(implementation = BoxPageJson.class)))
    public BoxPageJson list(
            @Parameter(description = "A project, or - for all of them.", example = "default")
                    @PathParam("project")
                    ProjectChoice project,
            @Parameter(description = "Only boxes whose name begins with it.") @QueryParam("prefix")
                    Optional<NamePrefix> prefix,
            // Without an example: Swagger UI would try it out and list next to nothing.
            @Parameter(
                            description =
                                    "Only boxes with this tag, key=value; given several times, with"
                                            + " all of them.")
                    @QueryParam("tag")
                    List<TagChoice> tags,
            @Parameter(description = "How many boxes a page has at most.")
                    @Schema(minimum = "1", maximum = "1000")
                    @QueryParam("max_results")
                    @DefaultValue("1000")
                    int maxResults,
            @Parameter(description = "The next_continuation_token of the page before.")
                    @QueryParam("continuation_token")
                    Optional<ContinuationToken> continuationToken) {
        return BoxPageJson.of(
                listBoxes.list(
                        project.project(),
                        prefix,
                        TagChoice.all(tags),
                        continuationToken.map(ContinuationToken::after),
                        maxResults),
                hosts);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createBox",
            summary = "Make a box from a base or as a fork, and start it")
    @APIResponse(
            responseCode = "201",
            description = "The box runs.",
            headers =
                    @Header(
                            name = "Location",
                            description = "Where the box is shown.",
                            schema = @Schema(implementation = String.class, format = "uri")),
            content = @Content(schema = @Schema(implementation = BoxJson.class)))
    @APIResponse(
            responseCode = "202",
            description = OperationsResource.ACCEPTED,
            content = @Content(schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "404", ref = "source_not_found")
    @APIResponse(responseCode = "409", ref = "box_exists")
    @APIResponse(responseCode = "413", ref = "request_too_large")
    @APIResponse(responseCode = "422", ref = "start_failed")
    @APIResponse(responseCode = "507", ref = "insufficient_storage")
    public Response create(
            @PathParam("project") ProjectName project,
            @Parameter(description = BoxResource.PREFER) @HeaderParam("Prefer")
                    Optional<Prefer> prefer,
            CreateBoxJson body) {
        CreateBox.Request request = body.toRequest(project).withDefaults(defaults);
        rules.check(request);
        Uid uid = ids.next();
        Optional<Begun> earlier = KeyedRequest.current().flatMap(KeyedRequest::earlier);
        return handover.answer(
                request.source() instanceof CreateBox.Source.ForkOf ? Kind.FORK : Kind.CREATE,
                request.ref(),
                Optional.of(uid),
                prefer,
                () -> createBox.create(request, uid, earlier),
                this::created);
    }

    private Response created(Box box) {
        URI location =
                URI.create(
                        "/v1/projects/%s/boxes/%s"
                                .formatted(box.ref().project(), box.ref().name()));
        return Response.created(location)
                .entity(BoxJson.of(box, hosts))
                .tag(EntityTags.of(box))
                .build();
    }
}
