package zomg.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.api.container.Edge.as;
import static zomg.api.container.Edge.assertProblem;
import static zomg.api.container.Edge.port;
import static zomg.api.container.Edge.request;
import static zomg.api.container.Edge.send;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over HTTP: who may come in, and what is said to those who ask wrongly. */
@ArquillianTest
class EdgeIT {

    private static final String BOXES = "/v1/projects/lab/boxes";

    @Deployment(testable = false)
    static WebArchive war() {
        return War.onAMachineInMemory("edge.war").addAsWebInfResource("ibm-web-ext.xml");
    }

    @BeforeEach
    void await_set_up() {
        Edge.awaitReady();
    }

    @Test
    void a_box_is_made_shown_and_deleted() {
        HttpResponse<String> created = send("POST", BOXES, "{\"name\":\"web\",\"port\":8080}");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location").orElseThrow())
                .endsWith("/v1/projects/lab/boxes/web");
        assertThat(send("GET", BOXES + "/web", "").body())
                .contains("\"name\":\"web\"", "\"status\":\"running\"", "\"port\":8080");
        assertThat(send("DELETE", BOXES + "/web?force=true", "").body())
                .contains("\"status\":\"deleted\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/version", "/healthz"})
    void anybody_may_ask_what_this_is(String path) {
        HttpResponse<String> answer = send(request("GET", path, ""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/projects",
                "/v1/setup",
                "/v1/metrics",
                "/healthz/",
                "//healthz",
                "/healthz;a=b",
                "/version/../v1/projects",
                "/nowhere"
            })
    void everything_else_needs_a_token(String path) {
        HttpResponse<String> answer = send(request("GET", path, ""));

        assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void what_happened_is_an_event_for_all_and_an_audit_entry_for_administrators() {
        send(
                as("developer", "POST", BOXES, "{\"name\":\"told\"}")
                        .header("Content-Type", "application/json")
                        .header("X-Request-Id", "r-1"));

        HttpResponse<String> events =
                send(
                        as("viewer", "GET", "/v1/events?follow=false&box=told", "")
                                .header("Last-Event-ID", "0"));
        HttpResponse<String> audit = send(as("admin", "GET", "/v1/audit?max_results=1", ""));

        assertThat(events.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        assertThat(events.body())
                .startsWith("id: 0\n\n")
                .contains("event: box.creating\ndata: {", "event: box.running\n")
                .contains("\"actor\":\"developer\",\"request_id\":\"r-1\"")
                .endsWith("}\n\n");
        assertThat(audit.body())
                .contains("\"kind\":\"box.running\"", "\"next_continuation_token\":");
        assertProblem(send(as("developer", "GET", "/v1/audit", "")), 403, "role_required");
        assertProblem(
                send(as("admin", "GET", "/v1/audit?since=yesterday&max_results=0", "")),
                400,
                "invalid_request");
        assertProblem(send(as("admin", "GET", "/v1/events?after=x", "")), 400, "invalid_request");
    }

    @Test
    void a_token_in_the_query_is_none() {
        assertProblem(
                send(request("GET", "/v1/projects?token=" + War.token("admin"), "")),
                401,
                "unauthenticated");
    }

    @Test
    void a_name_that_is_not_the_servers_is_refused_even_for_what_is_public() {
        assertProblem(
                send(request("GET", "/version", "").header("Host", "evil.example")),
                421,
                "host_refused");
    }

    @Test
    void a_page_of_somebody_else_is_refused() {
        assertProblem(
                send(request("GET", "/version", "").header("Origin", "http://evil.example")),
                403,
                "origin_refused");
    }

    @Test
    void a_viewer_changes_nothing_and_a_developer_gets_no_privileged_box() {
        String privileged = "{\"name\":\"web\",\"isolation\":\"privileged\"}";

        assertProblem(send(as("viewer", "POST", BOXES, "{}")), 403, "role_required");
        assertProblem(
                send(
                        as("developer", "POST", BOXES, privileged)
                                .header("Content-Type", "application/json")),
                403,
                "role_required");
        assertProblem(send(as("developer", "POST", "/v1/shutdown", "")), 403, "role_required");
        assertThat(send(as("viewer", "GET", BOXES, "")).statusCode()).isEqualTo(200);
    }

    @Test
    void the_request_id_of_the_client_is_echoed_in_header_and_problem() {
        HttpResponse<String> answer =
                send(as("admin", "GET", "/nowhere", "").header("X-Request-Id", "my-id-1"));

        assertThat(answer.headers().firstValue("X-Request-Id")).contains("my-id-1");
        assertThat(answer.body()).contains("\"request_id\":\"my-id-1\"");
    }

    /** JAX-RS would make 404 of what a converter throws. */
    @ParameterizedTest
    @CsvSource({
        "/v1/projects/Bad_Name, project",
        "/v1/projects/lab/boxes/9web, name",
        "/v1/projects/lab/boxes/a--b, name",
        "/v1/projects/%C3%A9/boxes, project",
        "/v1/projects/lab/boxes?tag=A%3Db, tag.A"
    })
    void a_bad_name_in_path_or_query_is_400_and_named(String path, String field) {
        HttpResponse<String> answer = send("GET", path, "");

        assertProblem(answer, 400, "invalid_name");
        assertThat(answer.body()).contains("\"field\":\"%s\"".formatted(field));
    }

    @Test
    void every_bad_parameter_is_named_at_once() {
        HttpResponse<String> answer =
                send("GET", "/v1/projects/B/boxes?tag=x&max_results=y&limit=1", "");

        assertProblem(answer, 400, "invalid_request");
        assertThat(answer.body())
                .contains(
                        "\"field\":\"project\"",
                        "\"field\":\"tag\"",
                        "\"field\":\"max_results\"",
                        "\"field\":\"limit\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?force=maybe", "?force=true&force=true", "?force=%", "?%zz=1"})
    void a_query_that_is_wrong_is_400(String query) throws IOException {
        String answer =
                RawHttp.send(
                        port(),
                        "DELETE " + BOXES + "/web" + query + " HTTP/1.1",
                        "Authorization: Bearer " + War.token("admin"));

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"code\":\"invalid_request\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST  | /v1/projects/lab/boxes      | {\"name\":\"A\"}                    | 400 | invalid_name",
                "POST  | /v1/projects/lab/boxes      | {\"name\":\"a\",\"x\":1}            | 400 | invalid_request",
                "POST  | /v1/projects/lab/boxes      | {\"name\":                         | 400 | invalid_request",
                "POST  | /v1/projects/lab/boxes      | {\"name\":\"a\",\"environment\":{\"TERM\":\"x\"}} | 400 | reserved_variable",
                "POST  | /v1/projects/lab/boxes      | {\"name\":\"a\",\"base\":\"nope\"}   | 404 | base_not_found",
                "PUT   | /v1/projects/lab/boxes/nope | {\"port\":1}                       | 404 | box_not_found",
                "POST  | /v1/projects/lab/boxes/a/stop | [1]                              | 400 | invalid_request",
                "POST  | /v1/projects/lab/boxes/a/exec | {\"command\":[],\"timeout\":0}    | 400 | invalid_request",
                "PATCH | /v1/projects                | {}                                 | 405 | method_not_allowed",
                "GET   | /nowhere                    |                                    | 404 | route_not_found",
                "GET   | /WEB-INF/web.xml            |                                    | 404 | route_not_found",
                "GET   | /v1/projects/nope           |                                    | 404 | project_not_found",
            })
    void what_is_wrong_has_a_status_and_a_code(
            String method, String path, String body, int status, String code) {
        assertProblem(send(method, path, body == null ? "" : body), status, code);
    }

    @Test
    void other_media_types_are_refused() {
        assertProblem(
                send(as("admin", "GET", "/v1/projects", "").header("Accept", "text/html")),
                406,
                "not_acceptable");
        assertProblem(
                send(as("admin", "POST", BOXES, "name=web").header("Content-Type", "text/plain")),
                415,
                "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*;q=foo", "application/json;q=2", "*/*;q=", "garbage", "a/b/c", ";"})
    void an_accept_that_is_none_is_no_fault_of_ours(String accept) {
        HttpResponse<String> answer =
                send(as("admin", "GET", "/v1/projects", "").header("Accept", accept));

        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 406);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/projects/<x>",
                "/\"/healthz",
                "/v1/{name}/projects",
                "/v1/a^b",
                "/nowhere?%zz",
                "/v1/projects?a{b}=c",
                "/v1/projects?a\"=b",
                "/v1/projects/lab/boxes?tag=\\%5D"
            })
    void a_target_that_no_uri_has_is_400(String path) throws IOException {
        String answer =
                RawHttp.send(
                        port(),
                        "GET " + path + " HTTP/1.1",
                        "Authorization: Bearer " + War.token("admin"));

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"code\":\"invalid_request\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%5C", "..%2Fetc"})
    void what_the_container_refuses_has_the_headers_of_every_answer(String name)
            throws IOException {
        String answer = RawHttp.send(port(), "GET " + BOXES + "/" + name + " HTTP/1.1");

        assertThat(answer)
                .startsWith("HTTP/1.1 40")
                .containsPattern("(?i)x-request-id: \\S+")
                .containsPattern("(?i)cache-control: no-store")
                .contains("\"request_id\":");
    }

    @Test
    void a_body_of_more_than_a_mebibyte_is_413() {
        assertProblem(send("POST", BOXES, " ".repeat(1024 * 1024 + 1)), 413, "request_too_large");
    }

    @Test
    void a_fault_of_ours_is_500_and_says_nothing_but_its_id() {
        send("POST", BOXES, "{\"name\":\"broken\"}");

        HttpResponse<String> answer =
                send("POST", BOXES + "/broken/exec", "{\"command\":[\"break\"]}");

        assertProblem(answer, 500, "internal_error");
        assertThat(answer.body())
                .contains(answer.headers().firstValue("X-Request-Id").orElseThrow())
                .doesNotContain("secret", "Exception");
    }

    @Test
    void a_command_in_the_background_has_a_pid() {
        send("POST", BOXES, "{\"name\":\"runner\"}");

        String background =
                send("POST", BOXES + "/runner/exec", "{\"command\":[\"true\"],\"no_hup\":true}")
                        .body();

        assertThat(background).contains("\"detached\":true", "\"process\":{\"pid\":");
    }

    @Test
    void a_change_can_be_tied_to_the_state_that_was_seen() {
        String seen =
                send("POST", BOXES, "{\"name\":\"tagged\"}")
                        .headers()
                        .firstValue("ETag")
                        .orElseThrow();
        String path = BOXES + "/tagged";

        assertThat(send(as("admin", "GET", path, "").header("If-None-Match", seen)).statusCode())
                .isEqualTo(304);
        HttpResponse<String> stopped =
                send(as("admin", "POST", path + "/stop", "").header("If-Match", seen));
        assertThat(stopped.statusCode()).isEqualTo(200);
        assertThat(stopped.headers().firstValue("ETag")).isNotEqualTo(Optional.of(seen));
        assertThat(send(as("admin", "GET", path, "").header("If-None-Match", seen)).headers())
                .isNotNull()
                .satisfies(
                        headers ->
                                assertThat(headers.firstValue("ETag"))
                                        .isEqualTo(stopped.headers().firstValue("ETag")));
        assertProblem(
                send(as("admin", "DELETE", path, "").header("If-Match", seen)),
                412,
                "precondition_failed");
        assertProblem(
                send(as("admin", "DELETE", path, "").header("If-Match", "not a tag")),
                400,
                "invalid_request");
    }

    @Test
    void who_does_not_wait_gets_an_operation_and_who_does_gets_the_answer() {
        HttpResponse<String> accepted =
                send(
                        as("admin", "POST", BOXES, "{\"name\":\"later\"}")
                                .header("Content-Type", "application/json")
                                .header("Prefer", "wait=0"));
        HttpResponse<String> waited =
                send(
                        as("admin", "POST", BOXES + "/later/stop", "")
                                .header("Prefer", "respond-async, wait=20"));

        // In memory the work may be done before anybody looks at the clock.
        assertThat(accepted.statusCode()).isIn(201, 202);
        assertThat(accepted.headers().firstValue("Preference-Applied")).contains("wait=0");
        if (accepted.statusCode() == 202) {
            String operation = accepted.headers().firstValue("Location").orElseThrow();
            assertThat(URI.create(operation).getPath()).startsWith("/v1/operations/");
            HttpResponse<String> ended =
                    send(
                            as("viewer", "GET", URI.create(operation).getPath(), "")
                                    .header("Prefer", "wait=20"));
            assertThat(ended.body()).contains("\"state\":\"succeeded\"", "\"actor\":\"admin\"");
            assertProblem(
                    send("DELETE", URI.create(operation).getPath(), ""), 409, "not_cancellable");
            assertThat(send("GET", "/v1/operations?max_results=1000", "").body())
                    .contains("\"kind\":\"create\"");
        }
        assertThat(waited.statusCode()).isIn(200, 404);
        assertThat(waited.headers().firstValue("Preference-Applied")).contains("wait=20");
        assertProblem(send("GET", "/v1/operations/aaaaaaaaaaaa", ""), 404, "operation_not_found");
        assertProblem(
                send("GET", "/v1/operations/aaaaaaaaaaaa/events", ""), 404, "operation_not_found");
        assertProblem(send("GET", "/v1/operations/UPPER", ""), 400, "invalid_request");
        assertThat(send("GET", BOXES + "/never-there/delete-status", "").body())
                .isEqualTo("{\"status\":\"deleted\"}");
    }

    @Test
    void health_and_contract_are_open_and_metrics_are_not() {
        assertThat(send(request("GET", "/health/live", "")).statusCode()).isEqualTo(200);
        assertThat(send(request("GET", "/health/ready", "")).body()).contains("\"base\":\"done\"");
        assertThat(send(request("GET", "/openapi", "")).body()).contains("createBox");
        assertThat(send(request("GET", "/metrics", "")).statusCode()).isEqualTo(403);
        assertThat(send("GET", "/v1/metrics", "").body()).contains("# TYPE thread_count gauge");
    }
}
