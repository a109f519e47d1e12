package zomg.api.access;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import zomg.api.security.Caller;
import zomg.usecase.access.Tickets;

/** Tickets. */
@Dependent
@Path("v1/tickets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
public class TicketsResource {

    private final Tickets tickets;

    @Inject
    public TicketsResource(Tickets tickets) {
        this.tickets = tickets;
    }

    @POST
    @Operation(
            operationId = "createTicket",
            summary = "Get a ticket that opens one WebSocket within 30 seconds")
    @APIResponseSchema(value = TicketJson.class, responseDescription = "The ticket.")
    @APIResponse(responseCode = "400", ref = "invalid_request")
    @APIResponse(responseCode = "401", ref = "unauthenticated")
    @APIResponse(responseCode = "default", ref = "problem")
    public TicketJson create() {
        return TicketJson.of(tickets.issue(Caller.principal()));
    }
}
