package zomg.api.error;

import zomg.error.ErrorCode;

/** The HTTP status of a refusal, with its title in RFC 9110. */
record Reason(int status, String title) {

    static final Reason FAULT = new Reason(500, "Internal Server Error");

    static Reason of(ErrorCode.Kind kind) {
        return switch (kind) {
            case INVALID -> new Reason(400, "Bad Request");
            case UNAUTHENTICATED -> new Reason(401, "Unauthorized");
            case FORBIDDEN -> new Reason(403, "Forbidden");
            case NOT_FOUND -> new Reason(404, "Not Found");
            case METHOD_NOT_ALLOWED -> new Reason(405, "Method Not Allowed");
            case NOT_ACCEPTABLE -> new Reason(406, "Not Acceptable");
            case CONFLICT -> new Reason(409, "Conflict");
            case PRECONDITION -> new Reason(412, "Precondition Failed");
            case TOO_LARGE -> new Reason(413, "Content Too Large");
            case UNSUPPORTED_MEDIA_TYPE -> new Reason(415, "Unsupported Media Type");
            case MISDIRECTED -> new Reason(421, "Misdirected Request");
            case UNPROCESSABLE -> new Reason(422, "Unprocessable Content");
            case UNAVAILABLE -> new Reason(503, "Service Unavailable");
            case TIMEOUT -> new Reason(504, "Gateway Timeout");
            case NOT_IMPLEMENTED -> new Reason(501, "Not Implemented");
            case INSUFFICIENT_STORAGE -> new Reason(507, "Insufficient Storage");
        };
    }
}
