package zomg.api.json;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import zomg.error.Problems;

/**
 * Checks all parameters of path, query and headers at once, before JAX-RS converts them: it would
 * stop at the first bad one with 404, and pass over one that nobody knows.
 */
@Provider
public class CheckParameters implements ContainerRequestFilter {

    @Context private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        Problems problems = new Problems();
        MultivaluedMap<String, String> path = request.getUriInfo().getPathParameters();
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        Set<String> known = new HashSet<>();
        for (Parameter parameter : resource.getResourceMethod().getParameters()) {
            PathParam inPath = parameter.getAnnotation(PathParam.class);
            QueryParam inQuery = parameter.getAnnotation(QueryParam.class);
            HeaderParam inHeader = parameter.getAnnotation(HeaderParam.class);
            if (inPath != null) {
                check(problems, inPath.value(), path.get(inPath.value()), parameter);
            } else if (inQuery != null) {
                known.add(inQuery.value());
                if (isMissing(parameter, query.get(inQuery.value()))) {
                    problems.add(inQuery.value(), "is required");
                }
                check(problems, inQuery.value(), query.get(inQuery.value()), parameter);
            } else if (inHeader != null) {
                List<String> values = request.getHeaders().get(inHeader.value());
                check(problems, inHeader.value(), values, parameter);
            }
        }
        query.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> problems.add(name, "is not known here"));
        problems.refuseIfAny();
    }

    private static boolean isMissing(Parameter parameter, List<String> values) {
        var said =
                parameter.getAnnotation(
                        org.eclipse.microprofile.openapi.annotations.parameters.Parameter.class);
        return values == null && said != null && said.required();
    }

    private static void check(
            Problems problems, String name, List<String> values, Parameter parameter) {
        if (values == null) {
            return;
        }
        if (values.size() > 1 && parameter.getType() != List.class) {
            problems.add(name, "must be given once");
        }
        WireType<?> type = WireType.of(single(parameter.getParameterizedType())).orElseThrow();
        values.forEach(value -> problems.checkAs(name, () -> Parameters.read(type, value)));
    }

    /** The type itself, or what a List or an Optional is of. */
    private static Class<?> single(Type type) {
        return type instanceof ParameterizedType container
                ? (Class<?>) container.getActualTypeArguments()[0]
                : (Class<?>) type;
    }
}
