package zomg.api.diff;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import zomg.api.security.Caller;
import zomg.api.setup.NeedsBoxes;
import zomg.model.access.Role;
import zomg.model.file.BoxPath;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.SnapshotName;
import zomg.usecase.diff.DiffBox;
import zomg.usecase.diff.DiffFile;

/** What a box has changed since a snapshot. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes/{name}/diff")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Snapshots")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "409", ref = "box_busy")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class BoxDiffResource {

    private static final String READING = "reading files of a box";
    private static final String AGAINST = "A snapshot of the box; else its newest one.";

    private final DiffBox diffBox;
    private final DiffFile diffFile;

    @Inject
    public BoxDiffResource(DiffBox diffBox, DiffFile diffFile) {
        this.diffBox = diffBox;
        this.diffFile = diffFile;
    }

    @GET
    @Operation(
            operationId = "diffBox",
            summary = "List what a box has changed on its root since a snapshot, page by page")
    @APIResponseSchema(
            value = DiffJson.class,
            responseDescription = "One page of changes; a rename is one deleted and one added.")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "404", ref = "snapshot_not_found")
    @APIResponse(responseCode = "507", ref = "insufficient_storage")
    public DiffJson list(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = AGAINST) @QueryParam("against") Optional<SnapshotName> against,
            @Parameter(description = "How many changes a page has at most.")
                    @Schema(minimum = "1", maximum = "10000")
                    @QueryParam("max_results")
                    @DefaultValue("10000")
                    int maxResults,
            @Parameter(description = "The next_continuation_token of the page before.")
                    @QueryParam("continuation_token")
                    Optional<DiffToken> continuationToken) {
        Caller.principal().require(Role.DEVELOPER, READING);
        return DiffJson.of(
                diffBox.diff(
                        new BoxRef(project, name),
                        against,
                        continuationToken.map(DiffToken::after),
                        maxResults));
    }

    @GET
    @Path("file")
    @Operation(
            operationId = "diffFile",
            summary = "Show what a box has changed in one file since a snapshot")
    @APIResponseSchema(
            value = FileDiffJson.class,
            responseDescription = "The difference, of files of at most 1 MiB.")
    @APIResponse(responseCode = "403", ref = "path_not_served")
    @APIResponse(responseCode = "404", ref = "path_not_found")
    @APIResponse(responseCode = "413", ref = "request_too_large")
    public FileDiffJson file(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = "Where it is on the box's root.", required = true)
                    @QueryParam("path")
                    BoxPath path,
            @Parameter(description = AGAINST) @QueryParam("against")
                    Optional<SnapshotName> against) {
        Caller.principal().require(Role.DEVELOPER, READING);
        return FileDiffJson.of(diffFile.diff(new BoxRef(project, name), path, against));
    }
}
