package zomg.api.file;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.security.Caller;
import zomg.api.setup.NeedsBoxes;
import zomg.model.access.Role;
import zomg.model.file.BoxPath;
import zomg.model.file.FileInfo;
import zomg.model.file.FileMode;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.model.id.SnapshotName;
import zomg.port.Download;
import zomg.usecase.file.ChangeFiles;
import zomg.usecase.file.ReadFiles;

/** Single files of a box. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes/{name}/files")
@Tag(name = "Files")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "403", ref = "path_not_served")
@APIResponse(responseCode = "404", ref = "path_not_found")
@APIResponse(responseCode = "409", ref = "box_busy")
@APIResponse(responseCode = "503", ref = "not_ready")
@APIResponse(responseCode = "default", ref = "problem")
public class BoxFilesResource {

    /** Of operations whose bodies are no JSON and have any length. */
    static final String STREAMS = "x-zomg-streams";

    static final String READING = "reading files of a box";

    static final String SNAPSHOT =
            "Of what this snapshot of the box keeps, not of the box as it is.";

    private static final String PATH = "Where it is in the box.";

    private final ReadFiles readFiles;
    private final ChangeFiles changeFiles;

    @Inject
    public BoxFilesResource(ReadFiles readFiles, ChangeFiles changeFiles) {
        this.readFiles = readFiles;
        this.changeFiles = changeFiles;
    }

    @GET
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "readFile",
            summary = "Read a file of a box; links are followed",
            extensions = @Extension(name = STREAMS, value = "true", parseValue = true))
    @APIResponse(
            responseCode = "200",
            description = "Its bytes." + FileHeaders.DESCRIPTION,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response read(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = PATH, required = true) @QueryParam("path") BoxPath path,
            @Parameter(description = SNAPSHOT) @QueryParam("snapshot")
                    Optional<SnapshotName> snapshot,
            @Context HttpServletResponse response) {
        Caller.principal().require(Role.DEVELOPER, READING);
        Download download = readFiles.read(new BoxRef(project, name), snapshot, path);
        response.setBufferSize(DownloadStream.BUFFER);
        return FileHeaders.describe(
                        Response.ok(
                                new DownloadStream(download), MediaType.APPLICATION_OCTET_STREAM),
                        download.info())
                .header(HttpHeaders.CONTENT_LENGTH, Long.toString(download.info().size()))
                .build();
    }

    @HEAD
    @Operation(
            operationId = "showFile",
            summary = "Show what a file or directory of a box is, in the headers of the answer",
            extensions = @Extension(name = STREAMS, value = "true", parseValue = true))
    @APIResponse(responseCode = "200", description = "It is there." + FileHeaders.DESCRIPTION)
    public Response show(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = PATH, required = true) @QueryParam("path") BoxPath path,
            @Parameter(description = SNAPSHOT) @QueryParam("snapshot")
                    Optional<SnapshotName> snapshot) {
        Caller.principal().require(Role.DEVELOPER, READING);
        FileInfo info = readFiles.show(new BoxRef(project, name), snapshot, path);
        return FileHeaders.describe(Response.ok(), info)
                .header(HttpHeaders.CONTENT_LENGTH, Long.toString(info.size()))
                .build();
    }

    @GET
    @Path("list")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listFiles", summary = "List what is in a directory of a box")
    @APIResponseSchema(
            value = FileListJson.class,
            responseDescription = "Its files; links are shown as such.")
    public FileListJson list(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = PATH, required = true) @QueryParam("path") BoxPath path,
            @Parameter(description = SNAPSHOT) @QueryParam("snapshot")
                    Optional<SnapshotName> snapshot) {
        Caller.principal().require(Role.DEVELOPER, READING);
        return FileListJson.of(readFiles.list(new BoxRef(project, name), snapshot, path));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "writeFile",
            summary = "Write a file of a box, as a whole or not at all",
            extensions = @Extension(name = STREAMS, value = "true", parseValue = true))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "204", description = "It is on disk.")
    @APIResponse(responseCode = "507", ref = "insufficient_storage")
    public void write(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = PATH + " Directories above it are made.", required = true)
                    @QueryParam("path")
                    BoxPath path,
            @Parameter(description = "Else that of the file it replaces, or 0644.")
                    @QueryParam("mode")
                    Optional<FileMode> mode,
            @Context HttpHeaders headers,
            InputStream body) {
        changeFiles.write(new BoxRef(project, name), path, mode, Upload.of(body, headers));
    }

    @DELETE
    @Operation(
            operationId = "deleteFile",
            summary = "Delete a file, a link or an empty directory of a box")
    @APIResponse(responseCode = "204", description = "It is gone.")
    public void delete(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = PATH, required = true) @QueryParam("path") BoxPath path) {
        changeFiles.delete(new BoxRef(project, name), path);
    }
}
