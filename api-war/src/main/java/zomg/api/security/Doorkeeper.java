package zomg.api.security;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.access.Principal;
import zomg.model.access.Role;
import zomg.usecase.access.Authenticate;

/** Says who a request is from, and whether such a one may make it at all. */
public final class Doorkeeper {

    private static final Pattern BEARER =
            Pattern.compile("Bearer +([^ ]+)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Authenticate authenticate;
    private final TokenFile file;

    public Doorkeeper(Authenticate authenticate, TokenFile file) {
        this.authenticate = authenticate;
        this.file = file;
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

    /** A token that nobody knows may be one that was made after the server's start. */
    private Optional<Principal> principal(String token) {
        return authenticate
                .principal(token)
                .or(() -> file.refresh() ? authenticate.principal(token) : Optional.empty());
    }
}
