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
        int status =
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer given
                        ? given
                        : Reason.FAULT.status();
        ProblemJson problem =
                status < Reason.FAULT.status()
                        ? ProblemJson.of(HttpMapper.refusal(status))
                        : ProblemJson.internalError();
        problem.writeTo(response);
    }
}
