package zomg.it.harness;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** The committed contract, as a source of requests. */
final class Contract {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** A parameter of path, query or header. */
    record Parameter(String name, String place, Map<String, Object> schema) {}

    /**
     * One operation.
     *
     * @param slow whether it may take as long as it likes
     * @param endless whether its answer goes on and on
     */
    record Operation(
            String id,
            String method,
            String path,
            List<Parameter> parameters,
            Optional<Map<String, Object>> body,
            boolean slow,
            boolean endless) {}

    private final Map<String, Object> document;

    private Contract(Map<String, Object> document) {
        this.document = document;
    }

    static Contract read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Contract(map(new Yaml().load(reader)));
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        map(document.get("paths"))
                .forEach(
                        (path, item) ->
                                map(item).entrySet().stream()
                                        .filter(one -> METHODS.contains(one.getKey()))
                                        .map(one -> operation(path, map(item), one))
                                        .forEach(operations::add));
        return operations;
    }

    private Operation operation(
            String path, Map<String, Object> item, Map.Entry<String, Object> method) {
        Map<String, Object> operation = map(method.getValue());
        List<Parameter> parameters = new ArrayList<>(parameters(item));
        parameters.addAll(parameters(operation));
        String id = (String) operation.get("operationId");
        return new Operation(
                id,
                method.getKey().toUpperCase(Locale.ROOT),
                path,
                parameters,
                Optional.ofNullable(resolve(operation.get("requestBody")).get("content"))
                        .map(content -> map(map(content).get("application/json")))
                        .map(json -> resolve(json.get("schema"))),
                id.startsWith("exec") || id.startsWith("wait"),
                operation.toString().contains("text/event-stream"));
    }

    private List<Parameter> parameters(Map<String, Object> of) {
        return list(of.get("parameters")).stream()
                .map(this::resolve)
                .map(
                        one ->
                                new Parameter(
                                        (String) one.get("name"),
                                        (String) one.get("in"),
                                        resolve(one.get("schema"))))
                .toList();
    }

    /** All codes that a problem may have. */
    Set<String> codes() {
        Map<String, Object> components = map(document.get("components"));
        Map<String, Object> code = map(map(components.get("schemas")).get("ProblemCode"));
        Set<String> codes = new HashSet<>();
        list(code.get("enum")).forEach(one -> codes.add((String) one));
        return codes;
    }

    /** The thing itself where it is only referred to. */
    Map<String, Object> resolve(Object value) {
        Map<String, Object> found = map(value);
        if (!(found.get("$ref") instanceof String reference)) {
            return found;
        }
        Object target = document;
        for (String step : reference.substring(2).split("/", -1)) {
            target = map(target).get(step);
        }
        return resolve(target);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }
}
