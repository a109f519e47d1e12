package zomg.error;

import java.util.Locale;

/**
 * Every refusal a client can meet. The lower-case name is the wire {@code code} of the problem
 * document: never rename one.
 */
public enum ErrorCode {
    INVALID_NAME(Kind.INVALID),
    INVALID_REQUEST(Kind.INVALID),
    RESERVED_VARIABLE(Kind.INVALID),
    NO_UPDATES(Kind.INVALID),
    ISOLATION_UNSUPPORTED(Kind.INVALID),
    QUOTA_UNSUPPORTED(Kind.INVALID),
    UNAUTHENTICATED(Kind.UNAUTHENTICATED),
    ROLE_REQUIRED(Kind.FORBIDDEN),
    ORIGIN_REFUSED(Kind.FORBIDDEN),
    HOST_REFUSED(Kind.MISDIRECTED),
    PATH_NOT_SERVED(Kind.FORBIDDEN),
    ROUTE_NOT_FOUND(Kind.NOT_FOUND),
    BOX_NOT_FOUND(Kind.NOT_FOUND),
    BASE_NOT_FOUND(Kind.NOT_FOUND),
    PROJECT_NOT_FOUND(Kind.NOT_FOUND),
    OPERATION_NOT_FOUND(Kind.NOT_FOUND),
    SESSION_NOT_FOUND(Kind.NOT_FOUND),
    PATH_NOT_FOUND(Kind.NOT_FOUND),
    LOG_NOT_FOUND(Kind.NOT_FOUND),
    METHOD_NOT_ALLOWED(Kind.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE(Kind.NOT_ACCEPTABLE),
    UNSUPPORTED_MEDIA_TYPE(Kind.UNSUPPORTED_MEDIA_TYPE),
    BOX_EXISTS(Kind.CONFLICT),
    BOX_RUNNING(Kind.CONFLICT),
    BOX_NOT_RUNNING(Kind.CONFLICT),
    BOX_BUSY(Kind.CONFLICT),
    MEMORY_IN_USE(Kind.CONFLICT),
    PROJECT_NOT_EMPTY(Kind.CONFLICT),
    QUOTA_EXCEEDED(Kind.CONFLICT),
    NOT_CANCELLABLE(Kind.CONFLICT),
    REQUEST_IN_PROGRESS(Kind.CONFLICT),
    ANSWER_LOST(Kind.CONFLICT),
    SESSION_OUTPUT_GONE(Kind.CONFLICT),
    SESSION_TAKEN_OVER(Kind.CONFLICT),
    PRECONDITION_FAILED(Kind.PRECONDITION),
    REQUEST_TOO_LARGE(Kind.TOO_LARGE),
    START_FAILED(Kind.UNPROCESSABLE),
    EXEC_FAILED(Kind.UNPROCESSABLE),
    IDEMPOTENCY_KEY_REUSED(Kind.UNPROCESSABLE),
    ENGINE_UNAVAILABLE(Kind.UNAVAILABLE),
    BUSY(Kind.UNAVAILABLE),
    NOT_READY(Kind.UNAVAILABLE),
    TOO_MANY_STREAMS(Kind.UNAVAILABLE),
    EXEC_TIMEOUT(Kind.TIMEOUT),
    INSUFFICIENT_STORAGE(Kind.INSUFFICIENT_STORAGE);

    /** What sort of no it is; the edge maps each kind to one HTTP status. */
    public enum Kind {
        INVALID,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        NOT_ACCEPTABLE,
        CONFLICT,
        PRECONDITION,
        TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE,
        MISDIRECTED,
        UNPROCESSABLE,
        UNAVAILABLE,
        TIMEOUT,
        INSUFFICIENT_STORAGE
    }

    private final Kind kind;

    ErrorCode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
