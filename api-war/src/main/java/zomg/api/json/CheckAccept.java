package zomg.api.json;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.regex.Pattern;
import zomg.error.ErrorCode;
import zomg.error.Refusal;

/** Refuses an Accept that is none, before JAX-RS chooses a method by it: it would fail there. */
@Provider
@PreMatching
public class CheckAccept implements ContainerRequestFilter {

    /** RFC 9110, section 12.4.2. */
    private static final Pattern WEIGHT = Pattern.compile("0(\\.\\d{0,3})?|1(\\.0{0,3})?");

    @Override
    public void filter(ContainerRequestContext request) {
        acceptable(request).stream()
                .map(type -> type.getParameters().getOrDefault("q", "1"))
                .filter(weight -> !WEIGHT.matcher(weight).matches())
                .findFirst()
                .ifPresent(
                        _ -> {
                            throw malformed(null);
                        });
    }

    private static List<MediaType> acceptable(ContainerRequestContext request) {
        try {
            return request.getAcceptableMediaTypes();
        } catch (RuntimeException unreadable) {
            throw malformed(unreadable);
        }
    }

    private static Refusal malformed(Throwable cause) {
        return new Refusal(
                ErrorCode.INVALID_REQUEST,
                "the header Accept must be a list of media types, each with a q from 0 to 1 or none",
                cause);
    }
}
