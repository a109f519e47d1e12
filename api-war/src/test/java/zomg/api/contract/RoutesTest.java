package zomg.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class RoutesTest {

    private static final Path CLASSES = Path.of("target/classes");

    private final Routes routes = Routes.of(resources().stream());

    @Test
    void every_operation_of_the_contract_is_known_by_its_path() throws IOException {
        Map<String, Map<String, Object>> paths = paths();

        assertThat(paths).isNotEmpty();
        paths.forEach(
                (path, methods) ->
                        withoutSockets(methods)
                                .forEach(
                                        (method, operation) ->
                                                assertThat(
                                                                routes.operationId(
                                                                        method.toUpperCase(
                                                                                Locale.ROOT),
                                                                        path.replaceAll(
                                                                                "\\{[^}]*}",
                                                                                "x-1")))
                                                        .as("%s %s", method, path)
                                                        .contains(id(operation))));
    }

    @Test
    void what_is_no_route_has_no_name() {
        assertThat(routes.operationId("POST", "/v1/projects/default/boxes/")).isEmpty();
        assertThat(routes.operationId("POST", "/v1/projects//boxes")).isEmpty();
        assertThat(routes.operationId("PATCH", "/v1/projects/default/boxes")).isEmpty();
        assertThat(routes.operationId("GET", "/" + "x".repeat(100_000))).isEmpty();
    }

    /** Those are endpoints, and no resources. */
    private static Map<String, Object> withoutSockets(Map<String, Object> methods) {
        Map<String, Object> routes = new HashMap<>(methods);
        routes.values()
                .removeIf(
                        one -> ((Map<?, ?>) ((Map<?, ?>) one).get("responses")).containsKey("101"));
        return routes;
    }

    private static String id(Object operation) {
        return ((Map<?, ?>) operation).get("operationId").toString();
    }

    private static Map<String, Map<String, Object>> paths() throws IOException {
        try (InputStream yaml = RoutesTest.class.getResourceAsStream("/openapi/zomg.yaml")) {
            Map<String, Map<String, Map<String, Object>>> contract = new Yaml().load(yaml);
            return contract.get("paths");
        }
    }

    private static List<Class<?>> resources() {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith("Resource.class"))
                    .<Class<?>>map(RoutesTest::load)
                    .toList();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Class<?> load(Path file) {
        String name = CLASSES.relativize(file).toString().replace('/', '.');
        try {
            return Class.forName(name.substring(0, name.length() - ".class".length()));
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
