package zomg.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.openapi.Contract.map;
import static zomg.openapi.Contract.maps;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {

    private static final Contract CONTRACT = Contract.read();

    private static final String SNAKE_CASE = "[a-z][a-z0-9]*(_[a-z0-9]+)*";
    private static final String HEADER_CASE = "[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)*";
    private static final String CAMEL_CASE = "[a-z]+([A-Z][a-z]*)*";

    /** Of an operation whose bodies are no JSON and have any length. */
    private static final String STREAMS = "x-zomg-streams";

    /** What a WebSocket begins with. */
    private static final String UPGRADED = "101";

    private static final String EVENTS = "text/event-stream";
    private static final String PROBLEM = "application/problem+json";

    /** One named component. */
    record Named(String name, Map<String, Object> body) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Contract.Operation> operations() {
        return CONTRACT.operations();
    }

    static Stream<Named> schemas() {
        return components("schemas");
    }

    static Stream<Named> responses() {
        return components("responses");
    }

    private static Stream<Named> components(String kind) {
        return CONTRACT.components(kind).entrySet().stream()
                .map(component -> new Named(component.getKey(), map(component.getValue())));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_operation_has_a_name_a_tag_and_a_summary(Contract.Operation operation) {
        List<Object> tags =
                maps(CONTRACT.root().get("tags")).stream().map(tag -> tag.get("name")).toList();

        assertThat((String) operation.body().get("operationId")).matches(CAMEL_CASE);
        assertThat(strings(operation.body().get("tags"))).hasSize(1).allMatch(tags::contains);
        assertThat((String) operation.body().get("summary"))
                .matches("[A-Z].*[^.]")
                .hasSizeLessThanOrEqualTo(80);
    }

    @Test
    void no_two_operations_share_a_name() {
        assertThat(operations().map(operation -> operation.body().get("operationId")))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_operation_says_what_it_answers_when_it_works(Contract.Operation operation) {
        Map<String, Object> worked = new HashMap<>(operation.responses());
        worked.keySet().removeIf(status -> !status.startsWith("2") && !status.equals(UPGRADED));

        assertThat(worked).isNotEmpty();
        assertThat(worked)
                .allSatisfy(
                        (status, answer) -> {
                            Map<String, Object> response = map(answer);
                            assertThat((String) response.get("description")).endsWith(".");
                            if (status.equals(UPGRADED)
                                    || status.equals("204")
                                    || operation.name().startsWith("head ")) {
                                assertThat(response).doesNotContainKey("content");
                            } else if (operation.body().containsKey(STREAMS)) {
                                assertThat(map(response.get("content")).values())
                                        .singleElement()
                                        .extracting(content -> map(map(content).get("schema")))
                                        .isEqualTo(Map.of("type", "string", "format", "binary"));
                            } else {
                                assertThat(schemaOf(response, typeOf(response)))
                                        .containsKey("$ref");
                            }
                        });
    }

    private static String typeOf(Map<String, Object> response) {
        return map(response.get("content")).containsKey(EVENTS) ? EVENTS : "application/json";
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everything_else_that_is_answered_is_a_shared_problem(Contract.Operation operation) {
        assertThat(operation.responses()).containsKey("default");
        assertThat(operation.responses())
                .allSatisfy(
                        (status, response) -> {
                            if (!status.startsWith("2")
                                    && !Set.of("304", UPGRADED).contains(status)) {
                                assertThat(map(response)).containsOnlyKeys("$ref");
                            }
                        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_operation_that_is_not_public_says_401(Contract.Operation operation) {
        assertThat(operation.responses().containsKey("401")).isNotEqualTo(operation.isPublic());
    }

    @Test
    void only_what_is_below_v1_needs_a_token() {
        assertThat(operations())
                .allSatisfy(
                        operation ->
                                assertThat(operation.isPublic())
                                        .isNotEqualTo(operation.path().startsWith("/v1/")));
        assertThat(CONTRACT.root().get("security")).isEqualTo(List.of(Map.of("bearer", List.of())));
    }

    @Test
    void a_web_socket_names_its_subprotocols_and_has_no_body() {
        assertThat(operations().filter(one -> one.responses().containsKey(UPGRADED)))
                .extracting(Contract.Operation::name)
                .containsExactlyInAnyOrder(
                        "get /v1/projects/{project}/boxes/{name}/exec/ws",
                        "get /v1/projects/{project}/boxes/{name}/console",
                        "get /v1/projects/{project}/boxes/{name}/tunnel");
        assertThat(operations().filter(one -> one.responses().containsKey(UPGRADED)))
                .allSatisfy(
                        socket ->
                                assertThat(socket.parameters())
                                        .filteredOn("name", "Sec-WebSocket-Protocol")
                                        .singleElement()
                                        .satisfies(
                                                header ->
                                                        assertThat(
                                                                        map(header.get("schema"))
                                                                                .get("enum"))
                                                                .asInstanceOf(
                                                                        InstanceOfAssertFactories
                                                                                .LIST)
                                                                .isNotEmpty()))
                .allSatisfy(socket -> assertThat(socket.body()).doesNotContainKey("requestBody"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void what_takes_input_says_400(Contract.Operation operation) {
        boolean input =
                !operation.parameters().isEmpty() || operation.body().containsKey("requestBody");

        if (input) {
            assertThat(operation.responses()).containsKey("400");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_parameter_has_a_name_of_its_kind_and_says_what_it_is(Contract.Operation operation) {
        assertThat(operation.parameters())
                .allSatisfy(
                        parameter -> {
                            assertThat((String) parameter.get("name"))
                                    .matches(
                                            parameter.get("in").equals("header")
                                                    ? HEADER_CASE
                                                    : SNAKE_CASE);
                            assertThat(
                                            describes(parameter)
                                                    || describes(map(parameter.get("schema"))))
                                    .as("description of " + parameter.get("name"))
                                    .isTrue();
                        });
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void a_schema_says_what_it_is(Named schema) {
        assertThat((String) schema.body().get("description")).isNotBlank();
        assertThat(schema.name()).matches("[A-Z][A-Za-z]*");
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void members_are_in_snake_case_and_required_ones_exist(Named schema) {
        Map<String, Object> members = map(schema.body().get("properties"));

        assertThat(members.keySet()).allMatch(name -> name.matches(SNAKE_CASE));
        assertThat(members.keySet())
                .containsAll(strings(schema.body().getOrDefault("required", List.of())));
    }

    /** From these Swagger UI makes a whole request that works when it is sent. */
    @ParameterizedTest
    @MethodSource("schemas")
    void whoever_reads_a_schema_finds_an_example(Named schema) {
        assertThat(hasExample(schema.body())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("responses")
    void a_problem_has_an_example_with_a_code_of_the_list(Named response) {
        Map<String, Object> content = map(map(response.body().get("content")).get(PROBLEM));
        Map<String, Object> example = map(content.get("example"));
        List<String> codes =
                strings(map(CONTRACT.components("schemas").get("ProblemCode")).get("enum"));

        assertThat((String) response.body().get("description")).endsWith(".");
        assertThat(map(content.get("schema")))
                .containsEntry("$ref", "#/components/schemas/Problem");
        assertThat(codes).contains((String) example.get("code"));
        assertThat(example).containsKeys("type", "title", "status", "detail", "code", "request_id");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_example_of_a_problem_has_the_status_it_is_answered_with(Contract.Operation operation) {
        operation
                .responses()
                .forEach(
                        (status, response) ->
                                Contract.references(response)
                                        .filter(name -> name.startsWith("#/components/responses/"))
                                        .filter(_ -> !status.equals("default"))
                                        .map(name -> map(CONTRACT.at(name).orElseThrow()))
                                        .map(shared -> map(shared.get("content")).get(PROBLEM))
                                        .map(content -> map(map(content).get("example")))
                                        .forEach(
                                                example ->
                                                        assertThat(example.get("status"))
                                                                .hasToString(status)));
    }

    @Test
    void every_reference_leads_somewhere_and_every_component_is_used() {
        Set<String> used = new HashSet<>();
        Contract.references(CONTRACT.root()).forEach(used::add);

        assertThat(used).allSatisfy(name -> assertThat(CONTRACT.at(name)).isPresent());
        for (String kind : List.of("schemas", "responses")) {
            assertThat(CONTRACT.components(kind).keySet())
                    .allMatch(name -> used.contains("#/components/%s/%s".formatted(kind, name)));
        }
    }

    private static boolean hasExample(Map<String, Object> schema) {
        if (schema.containsKey("$ref") || schema.containsKey("examples")) {
            return true;
        }
        if (schema.containsKey("enum") || "boolean".equals(schema.get("type"))) {
            return true;
        }
        if (schema.containsKey("items")) {
            return hasExample(map(schema.get("items")));
        }
        return "object".equals(schema.get("type"))
                && map(schema.get("properties")).values().stream()
                        .allMatch(member -> hasExample(map(member)));
    }

    private static boolean describes(Map<String, Object> node) {
        return node.containsKey("description") || node.containsKey("$ref");
    }

    private static Map<String, Object> schemaOf(Map<String, Object> response, String mediaType) {
        return map(map(map(response.get("content")).get(mediaType)).get("schema"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Object node) {
        return (List<String>) node;
    }
}
