package zomg.api.error;

import jakarta.servlet.http.HttpServletResponse;

/** What stands above every answer, also above those of the container's own. */
public final class AnswerHeaders {

    private AnswerHeaders() {}

    public static void write(HttpServletResponse response, RequestId id) {
        response.setHeader(RequestId.HEADER, id.value());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
    }
}
