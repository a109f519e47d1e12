package zomg.api.base;

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
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.security.Caller;
import zomg.api.stream.Streams;
import zomg.error.InvalidInput;
import zomg.model.access.Role;
import zomg.model.base.BaseReference;
import zomg.model.id.Uid;
import zomg.usecase.base.ReadBuildLog;

/** What was printed while a base was built. */
@Dependent
@Path("v1/bases/{base}/log")
@Tag(name = "Bases")
public class BaseLogResource {

    /** More than is kept of one. */
    private static final int ALL = 4 * 1024 * 1024;

    private final ReadBuildLog readBuildLog;
    private final Streams streams;

    @Inject
    public BaseLogResource(ReadBuildLog readBuildLog, Streams streams) {
        this.readBuildLog = readBuildLog;
        this.streams = streams;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Operation(
            operationId = "readBaseLog",
            summary = "Read what was printed while a base was built, or follow it")
    @APIResponse(
            responseCode = "200",
            description =
                    "What is there. With follow, server-sent events: each has a piece of the log as"
                            + " data, and where the next one begins as id; one with the event end"
                            + " says that the build is over. A comment every 15 seconds shows that"
                            + " the server is there.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = BaseLogJson.class)),
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema = @Schema(implementation = BaseLogJson.class))
            })
    @APIResponse(responseCode = "400", ref = "invalid_request")
    @APIResponse(responseCode = "401", ref = "unauthenticated")
    @APIResponse(responseCode = "403", ref = "role_required")
    @APIResponse(responseCode = "404", ref = "log_not_found")
    @APIResponse(responseCode = "503", ref = "too_many_streams")
    @APIResponse(responseCode = "default", ref = "problem")
    public Response read(
            @PathParam("base") BaseReference base,
            @Parameter(
                            description =
                                    "Of this build, as its operation says; else of the last one of"
                                            + " the base, whatever came of it.")
                    @QueryParam("build")
                    Optional<Uid> build,
            @Parameter(description = "From this byte on.")
                    @Schema(minimum = "0")
                    @QueryParam("offset")
                    @DefaultValue("0")
                    long offset,
            @Parameter(description = "Whether it goes on until the build is over.")
                    @QueryParam("follow")
                    @DefaultValue("false")
                    boolean follow) {
        Caller.principal().require(Role.DEVELOPER, "reading the log of a build");
        if (offset < 0) {
            throw InvalidInput.field("offset", "must be 0 or more");
        }
        Uid which = readBuildLog.find(base, build);
        return follow
                ? Response.ok(
                                streams.follow(
                                        () ->
                                                new BaseLogStream(
                                                        readBuildLog,
                                                        streams,
                                                        base,
                                                        which,
                                                        offset)),
                                MediaType.SERVER_SENT_EVENTS)
                        .build()
                : Response.ok(
                                BaseLogJson.of(
                                        readBuildLog.read(base, which, offset, ALL, Duration.ZERO)),
                                MediaType.APPLICATION_JSON)
                        .build();
    }
}
