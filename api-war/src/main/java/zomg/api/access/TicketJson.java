package zomg.api.access;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.access.Ticket;

/** A ticket on the wire. */
@Schema(
        name = "Ticket",
        description = "Opens one WebSocket, in place of a token.",
        requiredProperties = {"ticket", "expires_at"})
public record TicketJson(
        @Schema(
                        description = "For the parameter ticket of a WebSocket's address.",
                        examples = "q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq80")
                String ticket,
        Instant expiresAt) {

    static TicketJson of(Ticket ticket) {
        return new TicketJson(ticket.secret(), ticket.expiresAt());
    }
}
