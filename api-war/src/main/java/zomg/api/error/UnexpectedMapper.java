package zomg.api.error;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import zomg.error.Refusal;

/** Everything that is no refusal is our fault: the log gets all of it, the client an id. */
@Provider
public class UnexpectedMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(UnexpectedMapper.class.getName());

    @Override
    public Response toResponse(Throwable failure) {
        if (failure.getCause() instanceof Refusal refusal) {
            return ProblemJson.of(refusal).toResponse().build();
        }
        LOG.log(Level.ERROR, "a request failed", failure);
        return ProblemJson.internalError().toResponse().build();
    }
}
