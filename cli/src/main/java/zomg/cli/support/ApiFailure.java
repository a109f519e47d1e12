package zomg.cli.support;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import zomg.cli.client.Problem;

/** The server said no, and why: an {@code application/problem+json} answer. */
public final class ApiFailure extends RuntimeException {

    /** One bad field of the request. */
    public record BadField(String field, String rule) {}

    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;

    private final int status;
    private final String code;
    private final String detail;
    private final Optional<String> requestId;
    private final List<BadField> errors;

    private ApiFailure(
            int status,
            String code,
            String detail,
            Optional<String> requestId,
            List<BadField> errors) {
        super(detail);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.requestId = requestId;
        this.errors = List.copyOf(errors);
    }

    static ApiFailure of(int status, Problem problem) {
        return new ApiFailure(
                status,
                Objects.requireNonNullElse(problem.code(), ""),
                Optional.ofNullable(problem.detail())
                        .or(() -> Optional.ofNullable(problem.title()))
                        .orElse("the server answered " + status),
                Optional.ofNullable(problem.requestId()),
                Objects.requireNonNullElse(
                                problem.errors(), List.<zomg.cli.client.FieldProblem>of())
                        .stream()
                        .map(error -> new BadField(error.field(), error.rule()))
                        .toList());
    }

    /** What an operation ended with, after its request was answered well. */
    public static ApiFailure later(String code, String detail) {
        return new ApiFailure(0, code, detail, Optional.empty(), List.of());
    }

    /** What a session was refused with, after its connection was opened well. */
    public static ApiFailure ofSession(int status, String code, String detail) {
        return new ApiFailure(status, code, detail, Optional.empty(), List.of());
    }

    /** An answer that is no problem document: a proxy's page, or no zomg server at all. */
    static ApiFailure foreign(int status) {
        return new ApiFailure(
                status,
                "",
                "the server answered %d without saying why; is it a zomg server?".formatted(status),
                Optional.empty(),
                List.of());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    public Optional<String> requestId() {
        return requestId;
    }

    public List<BadField> errors() {
        return errors;
    }

    public boolean isUnauthenticated() {
        return status == UNAUTHORIZED;
    }

    /** For a person: the detail, every bad field that it does not name, how to find the log. */
    public String sentence() {
        String fields =
                errors.stream()
                        .filter(error -> !detail.contains(error.rule()))
                        .map(error -> error.field() + " " + error.rule())
                        .collect(Collectors.joining("; "));
        String all = fields.isEmpty() ? detail : detail + ": " + fields;
        return status >= SERVER_ERROR && requestId.isPresent()
                ? all + " (request " + requestId.get() + ")"
                : all;
    }
}
