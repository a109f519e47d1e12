package zomg.api.security;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.access.Principal;
import zomg.model.access.Role;
import zomg.usecase.access.Authenticate;
import zomg.usecase.access.Tickets;

/** Says who a request is from, and whether such a one may make it at all. */
public final class Doorkeeper {

    private static final Pattern BEARER =
            Pattern.compile("Bearer +([^ ]+)", Pattern.CASE_INSENSITIVE);
    private static final String TICKET = "ticket=";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Authenticate authenticate;
    private final TokenFile file;
    private final Tickets tickets;

    public Doorkeeper(Authenticate authenticate, TokenFile file, Tickets tickets) {
        this.authenticate = authenticate;
        this.file = file;
        this.tickets = tickets;
    }

    /**
     * @param authorization the header, null if absent
     * @throws Refusal UNAUTHENTICATED, ROLE_REQUIRED
     */
    Principal admit(String method, String authorization) {
        Principal principal =
                Optional.ofNullable(authorization)
                        .map(BEARER::matcher)
                        .filter(Matcher::matches)
                        .flatMap(form -> principal(form.group(1)))
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.UNAUTHENTICATED,
                                                "a token of this server is needed, in the header"
                                                        + " Authorization: Bearer zomg_..."));
        if (!READING.contains(method)) {
            principal.require(Role.DEVELOPER, "changing anything");
        }
        return principal;
    }

    /**
     * Who opens a WebSocket: by the header as ever, else by a ticket in the address.
     *
     * @param authorization the header, null if absent
     * @param query of the address, as it was sent; null if absent
     * @throws Refusal UNAUTHENTICATED, ROLE_REQUIRED
     */
    Principal admitToSocket(String authorization, String query) {
        Optional<String> ticket = Optional.ofNullable(query).flatMap(Doorkeeper::ticket);
        if (authorization != null || ticket.isEmpty()) {
            return admit("POST", authorization);
        }
        Principal principal =
                tickets.redeem(ticket.get())
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ErrorCode.UNAUTHENTICATED,
                                                "the ticket was used, or is older than %d seconds"
                                                        .formatted(Tickets.LIFE.toSeconds())));
        principal.require(Role.DEVELOPER, "talking to a command");
        return principal;
    }

    private static Optional<String> ticket(String query) {
        return Stream.of(query.split("&"))
                .filter(parameter -> parameter.startsWith(TICKET))
                .map(parameter -> parameter.substring(TICKET.length()))
                .findFirst();
    }

    /** A token that nobody knows may be one that was made after the server's start. */
    private Optional<Principal> principal(String token) {
        return authenticate
                .principal(token)
                .or(() -> file.refresh() ? authenticate.principal(token) : Optional.empty());
    }
}
