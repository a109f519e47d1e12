package zomg.api.error;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import zomg.api.json.JsonWriter;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;

/** A refusal on the wire (RFC 9457). Its shape in the contract is in META-INF/openapi.yaml. */
public record ProblemJson(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String requestId,
        Optional<List<FieldJson>> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** What a fault of ours is called; the log knows more. */
    public static final String INTERNAL_ERROR = "internal_error";

    /** A body of 1 MiB has room for a hundred thousand bad fields. */
    private static final int MAX_ERRORS = 100;

    private static final int MAX_DETAIL = 4000;
    private static final int UNAVAILABLE = 503;

    /** What others are at work on is over in a moment. */
    private static final Set<String> SOON =
            Set.of(ErrorCode.BUSY.wireName(), ErrorCode.REQUEST_IN_PROGRESS.wireName());

    /** About as long as a server takes to start. */
    private static final String RETRY_SECONDS = "5";

    /** One bad field. */
    public record FieldJson(String field, String rule, String code) {

        static FieldJson of(InvalidInput.Problem problem) {
            return new FieldJson(problem.field(), problem.rule(), problem.code().wireName());
        }
    }

    public static ProblemJson of(Refusal refusal) {
        Optional<List<FieldJson>> errors =
                refusal instanceof InvalidInput invalid
                        ? Optional.of(
                                invalid.problems().stream()
                                        .limit(MAX_ERRORS)
                                        .map(FieldJson::of)
                                        .toList())
                        : Optional.empty();
        return of(refusal.code().kind(), refusal.code().wireName(), refusal.getMessage(), errors);
    }

    public static ProblemJson internalError() {
        Reason reason = Reason.FAULT;
        return new ProblemJson(
                "about:blank",
                reason.title(),
                reason.status(),
                "something went wrong in the server; its log says more under this request id",
                INTERNAL_ERROR,
                RequestId.current().value(),
                Optional.empty());
    }

    private static ProblemJson of(
            ErrorCode.Kind kind, String code, String detail, Optional<List<FieldJson>> errors) {
        Reason reason = Reason.of(kind);
        return new ProblemJson(
                "about:blank",
                reason.title(),
                reason.status(),
                detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + " ...",
                code,
                RequestId.current().value(),
                errors);
    }

    /** For what is refused before JAX-RS has the request, or fails behind its back. */
    public void writeTo(HttpServletResponse response) {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        retryAfter().ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, wait));
        try {
            JsonWriter.write(this, response.getOutputStream());
        } catch (IOException gone) {
            throw new UncheckedIOException("the client is gone", gone);
        }
    }

    Response.ResponseBuilder toResponse() {
        Response.ResponseBuilder response = Response.status(status).type(MEDIA_TYPE).entity(this);
        return retryAfter()
                .map(wait -> response.header(HttpHeaders.RETRY_AFTER, wait))
                .orElse(response);
    }

    private Optional<String> retryAfter() {
        if (SOON.contains(code)) {
            return Optional.of("1");
        }
        return status == UNAVAILABLE ? Optional.of(RETRY_SECONDS) : Optional.empty();
    }
}
