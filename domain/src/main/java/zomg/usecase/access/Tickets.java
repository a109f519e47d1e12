package zomg.usecase.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.access.Principal;
import zomg.model.access.Ticket;

/**
 * Tickets for who cannot show a token: a browser opens a WebSocket without headers of ours, and
 * what is in an address is logged. Kept in memory: nobody waits for one over a restart.
 */
public final class Tickets {

    public static final Duration LIFE = Duration.ofSeconds(30);

    private static final int MOST = 10_000;

    private record Held(Principal principal, Instant expiresAt) {}

    private final InstantSource clock;
    private final Supplier<String> secrets;

    /** By the hash of the secret: looking for one tells nothing of the others. */
    private final Map<String, Held> held = new HashMap<>();

    /**
     * @param secrets 256 random bits each
     */
    public Tickets(InstantSource clock, Supplier<String> secrets) {
        this.clock = clock;
        this.secrets = secrets;
    }

    /**
     * @throws Refusal BUSY if too many are under way
     */
    public synchronized Ticket issue(Principal principal) {
        Instant now = clock.instant();
        held.values().removeIf(one -> !now.isBefore(one.expiresAt()));
        if (held.size() >= MOST) {
            throw new Refusal(ErrorCode.BUSY, "too many tickets are not used; try again later");
        }
        Ticket ticket = new Ticket(secrets.get(), now.plus(LIFE));
        held.put(Authenticate.hash(ticket.secret()), new Held(principal, ticket.expiresAt()));
        return ticket;
    }

    /** Whose it is, once; empty for one that was used, is too old, or never was. */
    public synchronized Optional<Principal> redeem(String secret) {
        return Optional.ofNullable(held.remove(Authenticate.hash(secret)))
                .filter(one -> clock.instant().isBefore(one.expiresAt()))
                .map(Held::principal);
    }
}
