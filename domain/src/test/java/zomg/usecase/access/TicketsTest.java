package zomg.usecase.access;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.fixture.Refusals.assertRefused;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import zomg.error.ErrorCode;
import zomg.model.access.Principal;
import zomg.model.access.Role;
import zomg.model.access.Ticket;

final class TicketsTest {

    private static final Principal ADA = new Principal("ada", Role.DEVELOPER);

    private int count;
    private Instant now = Instant.parse("2026-11-01T10:00:00Z");
    private final Tickets tickets = new Tickets(() -> now, () -> "secret" + count++);

    @Test
    void a_ticket_lets_its_owner_in_once() {
        Ticket ticket = tickets.issue(ADA);

        assertThat(tickets.redeem(ticket.secret())).contains(ADA);
        assertThat(tickets.redeem(ticket.secret())).isEmpty();
    }

    @Test
    void a_ticket_is_of_no_use_later() {
        Ticket ticket = tickets.issue(ADA);
        now = ticket.expiresAt();

        assertThat(tickets.redeem(ticket.secret())).isEmpty();
    }

    @Test
    void what_is_no_ticket_lets_nobody_in() {
        tickets.issue(ADA);

        assertThat(tickets.redeem("")).isEmpty();
        assertThat(tickets.redeem("é")).isEmpty();
        assertThat(tickets.redeem("A".repeat(43))).isEmpty();
    }

    @Test
    void there_are_not_more_than_can_be_kept() {
        for (int i = 0; i < 10_000; i++) {
            tickets.issue(ADA);
        }
        assertRefused(ErrorCode.BUSY, () -> tickets.issue(ADA));
        now = now.plus(Tickets.LIFE);

        assertThat(tickets.redeem(tickets.issue(ADA).secret())).contains(ADA);
    }
}
