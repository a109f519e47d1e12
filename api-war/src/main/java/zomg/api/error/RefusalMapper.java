package zomg.api.error;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** Says no. */
@Provider
public class RefusalMapper implements ExceptionMapper<Refusal> {

    private static final int RETRY_SECONDS = 1;

    @Override
    public Response toResponse(Refusal refusal) {
        Response.ResponseBuilder problem = ProblemJson.of(refusal).toResponse();
        return refusal.code() == ErrorCode.BUSY
                ? problem.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS).build()
                : problem.build();
    }
}
