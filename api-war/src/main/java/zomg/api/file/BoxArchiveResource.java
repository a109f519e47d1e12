package zomg.api.file;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.security.Caller;
import zomg.api.setup.NeedsBoxes;
import zomg.model.access.Role;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.SnapshotName;
import zomg.usecase.file.ChangeFiles;
import zomg.usecase.file.ReadFiles;

/** Directories of a box as archives. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes/{name}/archive")
@Tag(name = "Files")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "403", ref = "path_not_served")
@APIResponse(responseCode = "404", ref = "path_not_found")
@APIResponse(responseCode = "409", ref = "box_busy")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class BoxArchiveResource {

    static final String TAR = "application/x-tar";

    private final ReadFiles readFiles;
    private final ChangeFiles changeFiles;

    @Inject
    public BoxArchiveResource(ReadFiles readFiles, ChangeFiles changeFiles) {
        this.readFiles = readFiles;
        this.changeFiles = changeFiles;
    }

    @GET
    @Produces(TAR)
    @Operation(
            operationId = "packFiles",
            summary = "Read a directory of a box, or one file, as an archive in tar's format",
            extensions =
                    @Extension(name = BoxFilesResource.STREAMS, value = "true", parseValue = true))
    @APIResponse(
            responseCode = "200",
            description =
                    "The archive, with owners, modes and times; links are kept as links, and what"
                            + " is no file, directory or link is left out. One that was cut off has"
                            + " no end: two blocks of zeros.",
            content =
                    @Content(
                            mediaType = TAR,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response pack(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(
                            description =
                                    "Where it is in the box; names in the archive are below it.",
                            required = true)
                    @QueryParam("path")
                    BoxPath path,
            @Parameter(description = BoxFilesResource.SNAPSHOT) @QueryParam("snapshot")
                    Optional<SnapshotName> snapshot,
            @Context HttpServletResponse response) {
        Caller.principal().require(Role.DEVELOPER, BoxFilesResource.READING);
        response.setBufferSize(DownloadStream.BUFFER);
        return Response.ok(
                        new DownloadStream(
                                readFiles.pack(new BoxRef(project, name), snapshot, path)),
                        TAR)
                .build();
    }

    /** Else JAX-RS would begin an archive, and leave it at that. */
    @HEAD
    @Operation(operationId = "showArchive", hidden = true)
    public Response show(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(required = true) @QueryParam("path") BoxPath path,
            @QueryParam("snapshot") Optional<SnapshotName> snapshot) {
        Caller.principal().require(Role.DEVELOPER, BoxFilesResource.READING);
        FileInfo info = readFiles.show(new BoxRef(project, name), snapshot, path);
        return FileHeaders.describe(Response.ok().type(TAR), info).build();
    }

    @PUT
    @Consumes(TAR)
    @Operation(
            operationId = "unpackFiles",
            summary = "Unpack an archive in tar's format below a directory of a box",
            extensions =
                    @Extension(name = BoxFilesResource.STREAMS, value = "true", parseValue = true))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = TAR,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "204", description = "All of it is on disk.")
    @APIResponse(responseCode = "507", ref = "insufficient_storage")
    public void unpack(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(
                            description = "A directory of the box, made if it is not there.",
                            required = true)
                    @QueryParam("path")
                    BoxPath path,
            @Context HttpHeaders headers,
            InputStream body) {
        changeFiles.unpack(new BoxRef(project, name), path, Upload.of(body, headers));
    }
}
