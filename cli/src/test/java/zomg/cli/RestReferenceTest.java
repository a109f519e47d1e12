package zomg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code docs/rest.md} is what the contract says; {@code docs/regenerate} writes it. */
class RestReferenceTest {

    private static final Path CONTRACT = Path.of("../openapi/zomg.yaml");
    private static final Path FILE = Path.of("../docs/rest.md");
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private final StringBuilder text = new StringBuilder();
    private Node contract;

    /** A mapping of YAML, or nothing. */
    private record Node(Map<?, ?> members) {

        static Node of(Object value) {
            return new Node(value instanceof Map<?, ?> map ? map : Map.of());
        }

        Node at(String... path) {
            Node node = this;
            for (String name : path) {
                node = of(node.members.get(name));
            }
            return node;
        }

        String text(String name) {
            return Objects.toString(members.get(name), "").strip().replaceAll("\\s+", " ");
        }

        List<?> list(String name) {
            return members.get(name) instanceof List<?> list ? list : List.of();
        }

        List<Node> nodes(String name) {
            return list(name).stream().map(Node::of).toList();
        }

        List<String> names() {
            return members.keySet().stream().map(Object::toString).toList();
        }
    }

    @Test
    void the_reference_in_the_docs_is_what_the_contract_says() throws IOException {
        contract =
                Node.of(
                        new Load(LoadSettings.builder().build())
                                .loadFromString(Files.readString(CONTRACT)));
        text.append(
                """
                # The REST API

                What [the contract](../openapi/zomg.yaml) says, for people; `docs/regenerate` writes this file. A running server shows the same at
                `/openapi/ui`, to try it, and gives the contract at `/openapi`. Each request needs `Authorization: Bearer TOKEN`, but for `/healthz` and
                `/version`. A refusal is a [problem](#problem) in `application/problem+json`; its `code` never changes its meaning. Members that the
                contract does not have are refused.
                """);
        contract.nodes("tags").forEach(this::appendTag);
        text.append("\n## Bodies and values\n");
        Node schemas = contract.at("components", "schemas");
        schemas.names().stream().sorted().forEach(name -> appendSchema(name, schemas.at(name)));

        if (Boolean.getBoolean("zomg.docs.write")) {
            Files.writeString(FILE, text);
        }
        assertThat(text).hasToString(Files.readString(FILE));
    }

    private void appendTag(Node tag) {
        text.append("\n## %s\n\n%s\n".formatted(tag.text("name"), tag.text("description")));
        Node paths = contract.at("paths");
        for (String path : paths.names()) {
            for (String method : METHODS) {
                Node operation = paths.at(path, method);
                if (operation.list("tags").contains(tag.text("name"))) {
                    appendOperation(method, path, operation, paths.at(path).nodes("parameters"));
                }
            }
        }
    }

    private void appendOperation(String method, String path, Node operation, List<Node> shared) {
        text.append("\n### `%s %s`\n\n".formatted(method.toUpperCase(Locale.ROOT), path));
        text.append(
                "%s (`%s`).".formatted(operation.text("summary"), operation.text("operationId")));
        String more = operation.text("description");
        text.append(more.isEmpty() ? "\n" : " " + more + "\n");
        List<Node> parameters = new ArrayList<>(shared);
        parameters.addAll(operation.nodes("parameters"));
        if (!parameters.isEmpty()) {
            text.append("\n| parameter | in | value | |\n|---|---|---|---|\n");
            parameters.forEach(this::appendParameter);
        }
        Node content = operation.at("requestBody", "content");
        if (!content.names().isEmpty()) {
            text.append("\nBody: %s\n".formatted(bodies(content)));
        }
        text.append("\n| answer | body | |\n|---|---|---|\n");
        Node answers = operation.at("responses");
        answers.names().forEach(status -> appendAnswer(status, answers.at(status)));
    }

    private void appendParameter(Node parameter) {
        text.append(
                "| `%s`%s | %s | %s | %s |\n"
                        .formatted(
                                parameter.text("name"),
                                parameter.text("required").equals("true") ? "" : " (optional)",
                                parameter.text("in"),
                                type(parameter.at("schema")),
                                cell(parameter.text("description"))));
    }

    private void appendAnswer(String status, Node answer) {
        Node whole =
                referred(answer)
                        .map(name -> contract.at("components", "responses", name))
                        .orElse(answer);
        text.append(
                "| %s | %s | %s |\n"
                        .formatted(
                                status,
                                bodies(whole.at("content")),
                                cell(whole.text("description"))));
    }

    private static String bodies(Node content) {
        return content.names().stream()
                .map(
                        media ->
                                media.contains("json") && !media.contains("stream")
                                        ? type(content.at(media, "schema"))
                                        : "`%s`".formatted(media))
                .filter(body -> !body.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private void appendSchema(String name, Node schema) {
        text.append("\n### %s\n\n".formatted(name));
        String description = schema.text("description");
        text.append(description.isEmpty() ? "" : description + "\n\n");
        Node members = schema.at("properties");
        if (members.names().isEmpty()) {
            text.append(type(schema)).append(rules(schema)).append('\n');
            return;
        }
        text.append("| member | value | |\n|---|---|---|\n");
        for (String member : members.names()) {
            Node value = members.at(member);
            text.append(
                    "| `%s`%s | %s%s | %s |\n"
                            .formatted(
                                    member,
                                    schema.list("required").contains(member) ? "" : " (optional)",
                                    type(value),
                                    rules(value),
                                    cell(value.text("description"))));
        }
    }

    private static String type(Node schema) {
        Optional<String> referred = referred(schema);
        if (referred.isPresent()) {
            String name = referred.get();
            return "[%s](#%s)".formatted(name, name.toLowerCase(Locale.ROOT));
        }
        for (String combined : List.of("allOf", "oneOf", "anyOf")) {
            if (!schema.list(combined).isEmpty()) {
                return schema.nodes(combined).stream()
                        .map(RestReferenceTest::type)
                        .collect(Collectors.joining(" or "));
            }
        }
        if (schema.text("type").equals("array")) {
            return "list of " + type(schema.at("items"));
        }
        if (!schema.at("additionalProperties").names().isEmpty()) {
            return "map to " + type(schema.at("additionalProperties"));
        }
        return schema.text("type");
    }

    private static String rules(Node schema) {
        StringBuilder rules = new StringBuilder();
        if (!schema.list("enum").isEmpty()) {
            rules.append(": ")
                    .append(
                            schema.list("enum").stream()
                                    .map("`%s`"::formatted)
                                    .collect(Collectors.joining(", ")));
        }
        for (String rule :
                List.of("pattern", "minimum", "maximum", "minLength", "maxLength", "default")) {
            String value = schema.text(rule);
            if (!value.isEmpty()) {
                rules.append(", %s `%s`".formatted(rule, cell(value)));
            }
        }
        return rules.toString();
    }

    private static Optional<String> referred(Node node) {
        String reference = node.text("$ref");
        return reference.isEmpty()
                ? Optional.empty()
                : Optional.of(reference.substring(reference.lastIndexOf('/') + 1));
    }

    /** A stroke would end the cell. */
    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
