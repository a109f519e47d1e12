package zomg.api.journal;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.security.Caller;
import zomg.api.stream.Streams;
import zomg.model.access.Role;
import zomg.model.id.BoxName;
import zomg.model.id.ProjectName;
import zomg.model.journal.Entry;
import zomg.port.Journal;
import zomg.usecase.journal.ReadAudit;
import zomg.usecase.journal.VerifyJournal;

/** What happened. */
@Dependent
@Path("v1")
@Tag(name = "Journal")
@APIResponse(responseCode = "400", ref = "invalid_request")
@APIResponse(responseCode = "401", ref = "unauthenticated")
@APIResponse(responseCode = "default", ref = "problem")
public class JournalResource {

    private final Journal journal;
    private final ReadAudit readAudit;
    private final VerifyJournal verifyJournal;
    private final Streams streams;

    @Inject
    public JournalResource(
            Journal journal, ReadAudit readAudit, VerifyJournal verifyJournal, Streams streams) {
        this.journal = journal;
        this.readAudit = readAudit;
        this.verifyJournal = verifyJournal;
        this.streams = streams;
    }

    @GET
    @Path("events")
    @Produces({MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON})
    @Operation(operationId = "followEvents", summary = "Follow what happens")
    @APIResponse(
            responseCode = "200",
            description =
                    "Server-sent events, unless told otherwise without end: as id the entry's, as event its kind, as data"
                            + " a JournalEntry in JSON. A comment every 15 seconds shows that the"
                            + " server is there.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = EntryJson.class)))
    @APIResponse(responseCode = "503", ref = "too_many_streams")
    public Response events(
            @Parameter(description = "The last event that the client has; wins over after.")
                    @HeaderParam("Last-Event-ID")
                    Optional<EntryId> lastEventId,
            @Parameter(
                            description =
                                    "Only what happened after this entry, 0 for all that is kept;"
                                            + " without it, what happens from now on.")
                    @QueryParam("after")
                    Optional<EntryId> after,
            @Parameter(description = "Whether it goes on after what has happened already.")
                    @QueryParam("follow")
                    @DefaultValue("true")
                    boolean follow,
            @QueryParam("project") Optional<ProjectName> project,
            @QueryParam("box") Optional<BoxName> box) {
        long newest = journal.span().newest().id();
        long start = lastEventId.or(() -> after).map(EntryId::value).orElse(newest);
        EventStream stream =
                new EventStream(
                        journal,
                        streams,
                        new Journal.Filter(project, box, Optional.empty()),
                        visibleTo(Caller.principal().role()),
                        Math.min(start, newest),
                        follow);
        return Response.ok(streams.follow(() -> stream), MediaType.SERVER_SENT_EVENTS).build();
    }

    /** Who may come in is for administrators to know. */
    private static Predicate<Entry> visibleTo(Role role) {
        return role.includes(Role.ADMIN)
                ? _ -> true
                : entry -> !entry.change().kind().startsWith("token.");
    }

    @GET
    @Path("audit")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listAudit", summary = "List what happened, the newest first")
    @APIResponseSchema(value = AuditPageJson.class, responseDescription = "One page of entries.")
    @APIResponse(responseCode = "403", ref = "role_required")
    public AuditPageJson audit(
            @QueryParam("project") Optional<ProjectName> project,
            @QueryParam("box") Optional<BoxName> box,
            @Parameter(description = "Only what happened then or later.") @QueryParam("since")
                    Optional<Moment> since,
            @Parameter(description = "How many entries a page has at most.")
                    @Schema(minimum = "1", maximum = "1000")
                    @QueryParam("max_results")
                    @DefaultValue("100")
                    int maxResults,
            @Parameter(description = "The next_continuation_token of the page before.")
                    @QueryParam("continuation_token")
                    Optional<EntryId> continuationToken) {
        Caller.principal().require(Role.ADMIN, "reading the audit log");
        return AuditPageJson.of(
                readAudit.read(
                        new Journal.Filter(project, box, since.map(Moment::instant)),
                        continuationToken.map(EntryId::value),
                        maxResults));
    }

    @GET
    @Path("audit/verification")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "verifyAudit",
            summary = "Verify the hashes of the journal, some thousand entries at a time")
    @APIResponseSchema(
            value = VerificationJson.class,
            responseDescription = "How far it is as it was written.")
    @APIResponse(responseCode = "403", ref = "role_required")
    public VerificationJson verify(
            @Parameter(
                            description =
                                    "What verified said the last time, to go on from there; without"
                                            + " it, from the oldest entry that is kept.")
                    @QueryParam("after")
                    Optional<EntryId> after) {
        Caller.principal().require(Role.ADMIN, "verifying the audit log");
        return VerificationJson.of(verifyJournal.verify(after.map(EntryId::value).orElse(0L)));
    }
}
