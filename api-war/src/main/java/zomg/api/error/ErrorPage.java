package zomg.api.error;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What the web container itself refuses, in our words; see web.xml. */
@WebServlet("/WEB-INF/error")
public class ErrorPage extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        RequestId id = idOf(request, response);
        AnswerHeaders.write(response, id);
        ScopedValue.where(RequestId.CURRENT, id).run(() -> problem(request).writeTo(response));
    }

    /** What is refused before it comes to our filter has none yet. */
    private static RequestId idOf(HttpServletRequest request, HttpServletResponse response) {
        String given = response.getHeader(RequestId.HEADER);
        return RequestId.of(given == null ? request.getHeader(RequestId.HEADER) : given);
    }

    private static ProblemJson problem(HttpServletRequest request) {
        int status =
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer given
                        ? given
                        : Reason.FAULT.status();
        return status < Reason.FAULT.status()
                ? ProblemJson.of(HttpMapper.refusal(status))
                : ProblemJson.internalError();
    }
}
