package zomg.api.contract;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * What the contract calls a request. JAX-RS finds that out too, but only when the cause of what the
 * request does must be bound already.
 */
public final class Routes {

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

    private record Route(String method, String template, Pattern path, String operationId) {

        static Route of(String method, String template, String operationId) {
            String literals =
                    "\\Q" + VARIABLE.matcher(template).replaceAll("\\\\E[^/]+\\\\Q") + "\\E";
            return new Route(method, template, Pattern.compile(literals), operationId);
        }

        boolean isOf(String wantedMethod, String wantedPath) {
            return method.equals(wantedMethod) && path.matcher(wantedPath).matches();
        }
    }

    private final List<Route> routes;

    private Routes(List<Route> routes) {
        this.routes = routes;
    }

    /**
     * @param resources classes with a {@link Path}
     */
    public static Routes of(Stream<Class<?>> resources) {
        // What is literal is before what a variable would take as well, as in JAX-RS.
        return new Routes(
                resources
                        .flatMap(resource -> routes(resource))
                        .sorted(Comparator.comparing(Route::template, Routes::literalFirst))
                        .toList());
    }

    private static int literalFirst(String one, String other) {
        return one.replace('{', Character.MAX_VALUE)
                .compareTo(other.replace('{', Character.MAX_VALUE));
    }

    private static Stream<Route> routes(Class<?> resource) {
        String prefix = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getMethods())
                .filter(method -> method.isAnnotationPresent(Operation.class))
                .flatMap(method -> routes(prefix, method));
    }

    private static Stream<Route> routes(String prefix, Method method) {
        Path path = method.getAnnotation(Path.class);
        String template =
                Stream.of(prefix, path == null ? "" : path.value())
                        .filter(part -> !part.isEmpty())
                        .reduce("", (whole, part) -> whole + "/" + part);
        String operationId = method.getAnnotation(Operation.class).operationId();
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .map(verb -> Route.of(verb, template, operationId));
    }

    /**
     * @param path as sent
     */
    public Optional<String> operationId(String method, String path) {
        return routes.stream()
                .filter(route -> route.isOf(method, path))
                .findFirst()
                .map(Route::operationId);
    }
}
