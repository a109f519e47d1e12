package zomg.api.base;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.box.BoxResource;
import zomg.api.operation.Handover;
import zomg.api.operation.OperationJson;
import zomg.api.operation.OperationsResource;
import zomg.api.operation.Prefer;
import zomg.api.security.Caller;
import zomg.api.setup.NeedsBoxes;
import zomg.model.access.Role;
import zomg.model.base.Base;
import zomg.model.base.BaseSource;
import zomg.model.base.Recipe;
import zomg.model.base.Recipes;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.Uid;
import zomg.model.operation.Operation.Kind;
import zomg.port.IdSource;
import zomg.usecase.base.BuildBase;
import zomg.usecase.base.ImportBase;
import zomg.usecase.base.SaveBase;

/** Bases that are made in a project; everybody can start boxes from them. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/bases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bases")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "403", ref = "role_required")
@APIResponse(responseCode = "409", ref = "box_busy")
@APIResponse(responseCode = "413", ref = "request_too_large")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "507", ref = "insufficient_storage")
@APIResponse(responseCode = "default", ref = "problem")
public class ProjectBasesResource {

    /** What the work of a build is called where a box's name belongs: it has a box of its own. */
    private static final BoxName BUILD = new BoxName("b");

    private final SaveBase saveBase;
    private final BuildBase buildBase;
    private final ImportBase importBase;
    private final OwnBases ownBases;
    private final Recipes recipes;
    private final Handover handover;
    private final IdSource ids;

    @Inject
    public ProjectBasesResource(
            SaveBase saveBase,
            BuildBase buildBase,
            ImportBase importBase,
            OwnBases ownBases,
            Recipes recipes,
            Handover handover,
            IdSource ids) {
        this.saveBase = saveBase;
        this.buildBase = buildBase;
        this.importBase = importBase;
        this.ownBases = ownBases;
        this.recipes = recipes;
        this.handover = handover;
        this.ids = ids;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "makeBase",
            summary = "Make a base of a box, build one with a script, or import one")
    @APIResponse(
            responseCode = "201",
            description = "The base is there, or was already, made by this script of this parent.",
            headers =
                    @Header(
                            name = "Location",
                            description = "Where the base is shown.",
                            schema = @Schema(implementation = String.class, format = "uri")),
            content = @Content(schema = @Schema(implementation = MadeBaseJson.class)))
    @APIResponse(
            responseCode = "202",
            description = OperationsResource.ACCEPTED,
            content = @Content(schema = @Schema(implementation = OperationJson.class)))
    @APIResponse(responseCode = "404", ref = "source_not_found")
    @APIResponse(responseCode = "422", ref = "build_failed")
    public Response make(
            @PathParam("project") ProjectName project,
            @Parameter(description = BoxResource.PREFER) @HeaderParam("Prefer")
                    Optional<Prefer> prefer,
            NewBaseJson body) {
        ownBases.require(body.name());
        String caller = Caller.principal().name();
        String builder = body.builder().orElse(caller);
        return body.box()
                .map(box -> save(body.toSave(project, box, caller), prefer))
                .or(() -> body.from().map(from -> load(project, body, from, builder, prefer)))
                .orElseGet(() -> build(project, body, builder, prefer));
    }

    private Response save(SaveBase.Request request, Optional<Prefer> prefer) {
        return handover.answer(
                Kind.SAVE,
                request.box(),
                prefer,
                () -> saveBase.save(request),
                ProjectBasesResource::made);
    }

    private Response build(
            ProjectName project, NewBaseJson body, String builder, Optional<Prefer> prefer) {
        Recipe recipe = body.recipe(recipes);
        Uid build = ids.next();
        return handover.answer(
                Kind.BUILD,
                new BoxRef(project, BUILD),
                Optional.of(build),
                prefer,
                () -> buildBase.build(build, recipe, body.parent(), builder),
                ProjectBasesResource::made);
    }

    private Response load(
            ProjectName project,
            NewBaseJson body,
            BaseSource from,
            String builder,
            Optional<Prefer> prefer) {
        Caller.principal().require(Role.ADMIN, "importing a base");
        return handover.answer(
                Kind.IMPORT,
                new BoxRef(project, BUILD),
                Optional.of(ids.next()),
                prefer,
                () -> importBase.load(body.name(), from, builder),
                ProjectBasesResource::made);
    }

    private static Response made(Base base) {
        return Response.created(URI.create("/v1/bases/" + base.reference()))
                .entity(MadeBaseJson.of(base))
                .build();
    }
}
