package zomg.api.box;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.setup.NeedsBoxes;
import zomg.api.stream.Streams;
import zomg.model.exec.LogChoice;
import zomg.model.id.BoxName;
import zomg.model.id.BoxRef;
import zomg.model.id.ProjectName;
import zomg.usecase.box.ReadLog;

/** What processes of a box printed that were left running. */
@Dependent
@NeedsBoxes
@Path("v1/projects/{project}/boxes/{name}/logs")
@Tag(name = "Boxes")
public class BoxLogsResource {

    private final ReadLog readLog;
    private final Streams streams;

    @Inject
    public BoxLogsResource(ReadLog readLog, Streams streams) {
        this.readLog = readLog;
        this.streams = streams;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Operation(
            operationId = "readBoxLog",
            summary = "Read what a process printed that was left running, or follow it")
    @APIResponse(
            responseCode = "200",
            description =
                    "The last lines. With follow, server-sent events: each has a piece of the log as"
                            + " data; one with the event end says that the process has ended. A"
                            + " comment every 15 seconds shows that the server is there.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = BoxLogJson.class)),
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema = @Schema(implementation = BoxLogJson.class))
            })
    @APIResponse(responseCode = "400", ref = "invalid_request")
    @APIResponse(responseCode = "401", ref = "unauthenticated")
    @APIResponse(responseCode = "404", ref = "log_not_found")
    @APIResponse(responseCode = "409", ref = "box_not_running")
    @APIResponse(responseCode = "422", ref = "exec_failed")
    @APIResponse(responseCode = "503", ref = "too_many_streams")
    @APIResponse(responseCode = "504", ref = "exec_timeout")
    @APIResponse(responseCode = "default", ref = "problem")
    public Response read(
            @PathParam("project") ProjectName project,
            @PathParam("name") BoxName name,
            @Parameter(description = "The process, as the box sees it.", required = true)
                    @Schema(
                            type = SchemaType.INTEGER,
                            format = "int32",
                            minimum = "1",
                            examples = "42")
                    @QueryParam("pid")
                    int pid,
            @Parameter(description = "How many lines of what is there already, the last ones.")
                    @Schema(minimum = "0", maximum = "100000")
                    @QueryParam("lines")
                    @DefaultValue("100")
                    int lines,
            @Parameter(description = "Whether it goes on until the process has ended.")
                    @QueryParam("follow")
                    @DefaultValue("false")
                    boolean follow) {
        BoxRef ref = new BoxRef(project, name);
        LogChoice choice = new LogChoice(pid, lines);
        return follow
                ? Response.ok(
                                streams.follow(
                                        () -> new LogStream(readLog.follow(ref, choice), streams)),
                                MediaType.SERVER_SENT_EVENTS)
                        .build()
                : Response.ok(
                                BoxLogJson.of(streams.within(() -> readLog.read(ref, choice))),
                                MediaType.APPLICATION_JSON)
                        .build();
    }
}
