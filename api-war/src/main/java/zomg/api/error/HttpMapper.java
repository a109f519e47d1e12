package zomg.api.error;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** What JAX-RS refuses by itself, in our words: its own would name classes and be HTML. */
@Provider
public class HttpMapper implements ExceptionMapper<WebApplicationException> {

    @Override
    public Response toResponse(WebApplicationException refused) {
        if (refused.getCause() instanceof Refusal refusal) {
            return ProblemJson.of(refusal).toResponse().build();
        }
        int status = refused.getResponse().getStatus();
        if (status >= Reason.FAULT.status()) {
            return new UnexpectedMapper().toResponse(refused);
        }
        Response.ResponseBuilder problem = ProblemJson.of(refusal(status)).toResponse();
        Optional.ofNullable(refused.getResponse().getHeaderString(HttpHeaders.ALLOW))
                .ifPresent(allowed -> problem.header(HttpHeaders.ALLOW, allowed));
        return problem.build();
    }

    static Refusal refusal(int status) {
        return switch (status) {
            case 401 -> new Refusal(ErrorCode.UNAUTHENTICATED, "a token is needed");
            case 404 -> new Refusal(ErrorCode.ROUTE_NOT_FOUND, "there is no such route");
            case 405 ->
                    new Refusal(
                            ErrorCode.METHOD_NOT_ALLOWED, "the route does not have this method");
            case 406 ->
                    new Refusal(
                            ErrorCode.NOT_ACCEPTABLE,
                            "the route has no answer of these types; most are application/json");
            case 413 -> new Refusal(ErrorCode.REQUEST_TOO_LARGE, "the request is too large");
            case 415 ->
                    new Refusal(
                            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                            "the route takes no body of this type; most take application/json");
            default -> new Refusal(ErrorCode.INVALID_REQUEST, "the request is wrong");
        };
    }
}
