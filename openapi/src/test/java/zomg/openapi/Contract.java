package zomg.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The contract as maps and lists. */
record Contract(Map<String, Object> root) {

    /** One operation, by method and path. */
    record Operation(String name, String path, Map<String, Object> body) {

        boolean isPublic() {
            return List.of().equals(body.get("security"));
        }

        Map<String, Object> responses() {
            return map(body.get("responses"));
        }

        List<Map<String, Object>> parameters() {
            return maps(body.get("parameters"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Contract read() {
        try (InputStream yaml = Contract.class.getResourceAsStream("/openapi/zomg.yaml")) {
            return new Contract(new Yaml().load(yaml));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Stream<Operation> operations() {
        return map(root.get("paths")).entrySet().stream()
                .flatMap(
                        path ->
                                map(path.getValue()).entrySet().stream()
                                        .map(
                                                method ->
                                                        new Operation(
                                                                method.getKey()
                                                                        + " "
                                                                        + path.getKey(),
                                                                path.getKey(),
                                                                map(method.getValue()))));
    }

    /** Named components of a kind: schemas, responses. */
    Map<String, Object> components(String kind) {
        return map(map(root.get("components")).get(kind));
    }

    /** What a reference names. */
    Optional<Object> at(String reference) {
        Object here = root;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            here = map(here).get(step);
        }
        return Optional.ofNullable(here);
    }

    /** Every reference anywhere. */
    static Stream<String> references(Object node) {
        return switch (node) {
            case Map<?, ?> map ->
                    Stream.concat(
                            Stream.ofNullable(map.get("$ref")).map(String.class::cast),
                            map.values().stream().flatMap(Contract::references));
            case List<?> list -> list.stream().flatMap(Contract::references);
            case null, default -> Stream.empty();
        };
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> maps(Object node) {
        return node == null ? List.of() : (List<Map<String, Object>>) node;
    }
}
