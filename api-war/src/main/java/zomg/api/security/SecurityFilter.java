package zomg.api.security;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import zomg.api.contract.Routes;
import zomg.api.error.AnswerHeaders;
import zomg.api.error.ProblemJson;
import zomg.api.error.RequestId;
import zomg.api.idempotency.Idempotency;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.access.Principal;
import zomg.model.journal.Cause;

/** Comes before everything: gives the request its id, and turns away who may not come in. */
@WebFilter("/*")
public class SecurityFilter implements Filter {

    private static final Logger LOG = System.getLogger(SecurityFilter.class.getName());

    /** As sent, not as decoded: what only looks like one of these after decoding is none. */
    private static final Set<String> PUBLIC = Set.of("/healthz", "/version");

    @Inject private Door door;
    @Inject private Doorkeeper doorkeeper;
    @Inject private Idempotency idempotency;
    @Inject private Routes routes;

    @Override
    public void doFilter(ServletRequest any, ServletResponse to, FilterChain chain) {
        HttpServletRequest request = (HttpServletRequest) any;
        HttpServletResponse response = (HttpServletResponse) to;
        RequestId id = RequestId.of(request.getHeader(RequestId.HEADER));
        AnswerHeaders.write(response, id);
        Cause cause = Cause.request(id.value());
        ScopedValue.where(RequestId.CURRENT, id)
                .where(
                        Cause.CURRENT,
                        routes.operationId(request.getMethod(), request.getRequestURI())
                                .map(cause::because)
                                .orElse(cause))
                .run(() -> answer(request, response, chain));
    }

    private void answer(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        try {
            door.check(request.getHeader("Host"), request.getHeader("Origin"));
            requireUri(request);
            if (PUBLIC.contains(request.getRequestURI())) {
                chain.doFilter(request, response);
                return;
            }
            Principal principal = admit(request);
            ScopedValue.where(Caller.CURRENT, principal)
                    .where(Cause.CURRENT, Cause.current().by(principal.name()))
                    .call(
                            () -> {
                                idempotency.answer(principal.name(), request, response, chain);
                                return principal;
                            });
        } catch (Refusal refusal) {
            LOG.log(Level.INFO, "a request was turned away: {0}", refusal.code().wireName());
            if (refusal.code() == ErrorCode.UNAUTHENTICATED) {
                response.setHeader("WWW-Authenticate", "Bearer");
            }
            ProblemJson.of(refusal).writeTo(response);
        } catch (Exception failure) {
            LOG.log(Level.ERROR, "a request failed", failure);
            ProblemJson.internalError().writeTo(response);
        }
    }

    private Principal admit(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (!Handshake.isMeant(request.getMethod(), request.getRequestURI())) {
            return doorkeeper.admit(request.getMethod(), authorization);
        }
        Principal principal = doorkeeper.admitToSocket(authorization, request.getQueryString());
        Handshake.require(request::getHeader);
        return principal;
    }

    /** The container lets more through than a URI may hold, and JAX-RS would fail on it. */
    private static void requireUri(HttpServletRequest request) {
        requireUri("path", request.getRequestURI());
        if (request.getQueryString() != null) {
            requireUri("query", "?" + request.getQueryString());
        }
    }

    private static void requireUri(String part, String uri) {
        try {
            new URI(uri);
        } catch (URISyntaxException malformed) {
            throw new Refusal(
                    ErrorCode.INVALID_REQUEST,
                    "the %s is badly encoded; a percent sign itself is %%25".formatted(part),
                    malformed);
        }
    }
}
