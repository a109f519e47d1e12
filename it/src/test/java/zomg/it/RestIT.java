package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Instance.Shared.class)
class RestIT {

    private static final String BOXES = "/v1/projects/default/boxes";

    private final Instance zomg;

    RestIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_box_lives_its_life_over_http() {
        String name = Instance.name();
        HttpResponse<String> created =
                zomg.call(
                        "POST",
                        BOXES,
                        "{\"name\":\"%s\",\"tags\":{\"tier\":\"front\"},\"config\":{\"cpus\":0.5,\"ram_mb\":256}}"
                                .formatted(name));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith(BOXES + "/" + name));
        JsonObject box = Instance.json(created.body());
        assertThat(box.getString("status")).isEqualTo("running");
        assertThat(box.getString("id")).matches("[a-z2-7]{12}");
        assertThat(box.getString("project")).isEqualTo("default");

        String path = BOXES + "/" + name;
        assertThat(Instance.json(zomg.call("GET", path, "").body())).isEqualTo(box);
        assertThat(names(zomg.call("GET", BOXES + "?tag=tier%3Dfront", ""))).contains(name);
        JsonObject executed =
                Instance.json(
                        zomg.call(
                                        "POST",
                                        path + "/exec",
                                        "{\"command\":[\"sh\",\"-c\",\"echo out; echo err >&2; exit 3\"]}")
                                .body());
        assertThat(executed.getInt("exit_code")).isEqualTo(3);
        assertThat(executed.getString("stdout")).isEqualTo("out\n");
        assertThat(executed.getString("stderr")).isEqualTo("err\n");
        assertThat(status(zomg.call("POST", path + "/stop", ""))).isEqualTo("stopped");
        assertThat(status(zomg.call("POST", path + "/stop", ""))).isEqualTo("stopped");
        assertThat(status(zomg.call("POST", path + "/resume", ""))).isEqualTo("running");
        assertProblem(zomg.call("DELETE", path, ""), 409, "box_running", "box is running");
        assertThat(zomg.call("DELETE", path + "?force=true", "").statusCode()).isEqualTo(200);
        assertThat(zomg.call("DELETE", path, "").statusCode()).isEqualTo(200);
        assertThat(zomg.call("GET", path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void the_same_name_again_is_refused() {
        String name = zomg.created();

        JsonObject problem =
                assertProblem(
                        zomg.call("POST", BOXES, "{\"name\":\"%s\"}".formatted(name)),
                        409,
                        "box_exists");

        assertThat(problem.getString("detail")).contains(name);
    }

    @Test
    void every_bad_field_is_named_at_once() {
        HttpResponse<String> refused =
                zomg.call(
                        "POST",
                        BOXES,
                        """
                        {"name":"Bad_Name","config":{"cpus":-1,"ram_mb":"much","disk":7},
                         "environment":{"1X":"v","OK":"fine"},"tags":{"a b":"c"},
                         "port":70000,"nonsense":true}
                        """);

        JsonObject problem = assertProblem(refused, 400, "invalid_request");
        List<String> fields =
                problem.getJsonArray("errors").getValuesAs(JsonObject.class).stream()
                        .map(error -> error.getString("field"))
                        .toList();
        assertThat(fields)
                .contains(
                        "name",
                        "config.cpus",
                        "config.ram_mb",
                        "config.disk",
                        "environment.1X",
                        "tags.a b",
                        "port",
                        "nonsense");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST   | /v1/projects/default/boxes         | {"name":"1web"}                               | 400 | invalid_name
                    POST   | /v1/projects/default/boxes         | {"name":"a--b"}                               | 400 | invalid_name
                    POST   | /v1/projects/Default/boxes         | {"name":"web"}                                | 400 | invalid_name
                    GET    | /v1/projects/default/boxes/UPPER   |                                               | 400 | invalid_name
                    GET    | /v1/projects/default/boxes/..      |                                               | 400 | invalid_name
                    POST   | /v1/projects/default/boxes         | {"name":"w","environment":{"TERM":"x"}}       | 400 | reserved_variable
                    POST   | /v1/projects/default/boxes         | {"name":"w","fork":"w"}                       | 400 | invalid_request
                    POST   | /v1/projects/default/boxes         | {"name":"w","fork":"nobody-here"}             | 404 | box_not_found
                    POST   | /v1/projects/default/boxes         | {"name":"w","base":"no-such-base"}            | 404 | base_not_found
                    POST   | /v1/projects/default/boxes         | {"name":"w","base":"box-base","fork":"x"}     | 400 | invalid_request
                    POST   | /v1/projects/default/boxes         | {"name":"w","isolation":"none"}               | 400 | invalid_request
                    POST   | /v1/projects/default/boxes         | {"name":                                      | 400 | invalid_request
                    POST   | /v1/projects/default/boxes         | [1]                                           | 400 | invalid_request
                    POST   | /v1/projects/default/boxes         | {"name":"w","name":"v"}                       | 400 | invalid_request
                    POST   | /v1/projects/default/boxes         | {}                                            | 400 | invalid_request
                    GET    | /v1/projects/default/boxes?tag=x   |                                               | 400 | invalid_request
                    GET    | /v1/projects/default/boxes?max_results=0 |                                         | 400 | invalid_request
                    DELETE | /v1/projects/default/boxes/web?force=maybe |                                       | 400 | invalid_request
                    GET    | /v1/projects/default/boxes/nobody-here |                                           | 404 | box_not_found
                    POST   | /v1/projects/default/boxes/nobody-here/exec | {"command":["true"]}                 | 404 | box_not_found
                    GET    | /v1/projects/nowhere-at-all        |                                               | 404 | project_not_found
                    PUT    | /v1/projects/lab                   | {"quota":{"boxes":-1}}                        | 400 | invalid_request
                    PUT    | /v1/projects/lab                   | {"quota":{"ram_mb":"1G"}}                     | 400 | invalid_request
                    GET    | /v1/projects?max_results=0         |                                               | 400 | invalid_request
                    GET    | /v1/projects?continuation_token=?  |                                               | 400 | invalid_request
                    GET    | /v1/bases?max_results=1001         |                                               | 400 | invalid_request
                    GET    | /v1/bases?continuation_token=YQ    |                                               | 400 | invalid_request
                    GET    | /v1/no/such/route                  |                                               | 404 | route_not_found
                    PATCH  | /v1/projects/default/boxes         | {}                                            | 405 | method_not_allowed
                    """)
    void bad_input_is_refused_with_a_stable_code(
            String method, String path, String body, int status, String code) {
        assertProblem(zomg.call(method, path, body == null ? "" : body), status, code);
    }

    @Test
    void a_body_that_is_too_large_or_too_deep_is_refused() {
        String large =
                "{\"name\":\"w\",\"environment\":{\"A\":\"%s\"}}".formatted("x".repeat(2 << 20));
        String deep = "{\"name\":".repeat(2000) + "1" + "}".repeat(2000);

        assertThat(zomg.call("POST", BOXES, large).statusCode()).isEqualTo(413);
        assertProblem(zomg.call("POST", BOXES, deep), 400, "invalid_request");
    }

    @Test
    void a_project_has_a_quota_and_goes_when_it_is_empty() {
        String project = "/v1/projects/quota-lab";
        HttpResponse<String> limited =
                zomg.call("PUT", project, "{\"quota\":{\"boxes\":1,\"ram_mb\":512}}");
        assertThat(limited.statusCode()).as(limited.body()).isEqualTo(200);

        assertProblem(
                zomg.call("POST", project + "/boxes", "{\"name\":\"a\"}"), 409, "quota_exceeded");
        zomg.zomg("create", "a", "-p", "quota-lab", "--memory", "256M").ok();
        assertProblem(
                zomg.call(
                        "POST", project + "/boxes", "{\"name\":\"b\",\"config\":{\"ram_mb\":64}}"),
                409,
                "quota_exceeded");
        assertProblem(
                zomg.call("PUT", project + "/boxes/a", "{\"config\":{\"ram_mb\":1024}}"),
                409,
                "quota_exceeded");
        assertProblem(zomg.call("DELETE", project, ""), 409, "project_not_empty");
        assertThat(zomg.zomg("project", "show", "quota-lab").ok()).contains("256 MiB of 512 MiB");
        zomg.zomg("rm", "-f", "a", "-p", "quota-lab").ok();

        assertThat(zomg.zomg("project", "delete", "quota-lab").ok())
                .isEqualTo("quota-lab: deleted");
        assertProblem(zomg.call("GET", project, ""), 404, "project_not_found");
        assertThat(zomg.call("DELETE", project, "").statusCode()).isEqualTo(200);
    }

    /** There is no proxy on this machine yet. */
    @Test
    void no_host_leads_to_a_box_of_this_machine_and_that_is_said() {
        String name = Instance.name();
        JsonObject box =
                Instance.json(zomg.call("POST", BOXES, "{\"name\":\"%s\"}".formatted(name)).body());
        String publish = BOXES + "/" + name + "/publish";

        assertThat(box).doesNotContainKeys("url", "published_domains");
        assertProblem(
                zomg.call("POST", publish, "{\"subdomain\":\"blog\"}"),
                501,
                "not_available",
                "the local engine has no proxy that leads hosts to boxes; zomg tunnel reaches a port"
                        + " of a box from this machine");
        assertThat(zomg.call("DELETE", publish + "/blog.example.com", "").statusCode())
                .isEqualTo(501);
        assertThat(zomg.call("POST", publish, "{\"host\":\"-\"}").statusCode()).isEqualTo(400);
        zomg.call("DELETE", BOXES + "/" + name + "?force=true", "");
    }

    @Test
    void another_media_type_is_refused() {
        assertProblem(
                zomg.send(
                        zomg.request("POST", BOXES, "name=w")
                                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                                .header("Authorization", "Bearer " + zomg.token())),
                415,
                "unsupported_media_type");
    }

    @Test
    void a_command_that_takes_too_long_is_killed() {
        String name = zomg.created();

        HttpResponse<String> late =
                zomg.call(
                        "POST",
                        BOXES + "/" + name + "/exec",
                        "{\"command\":[\"sleep\",\"100\"],\"timeout\":1}");

        assertProblem(late, 504, "exec_timeout");
        assertThat(zomg.zomg("exec", name, "--", "pgrep", "-c", "sleep").out().strip())
                .isEqualTo("1");
    }

    @Test
    void output_that_is_not_text_comes_as_base64_and_much_output_is_cut() {
        String path = BOXES + "/" + zomg.created() + "/exec";

        JsonObject binary =
                Instance.json(
                        zomg.call("POST", path, "{\"command\":[\"printf\",\"\\\\377\\\\000\"]}")
                                .body());
        assertThat(binary.getString("stdout_base64")).isEqualTo("/wA=");
        JsonObject much =
                Instance.json(
                        zomg.call(
                                        "POST",
                                        path,
                                        "{\"command\":[\"head\",\"-c\",\"3000000\",\"/dev/zero\"]}")
                                .body());
        assertThat(much.getBoolean("truncated")).isTrue();
        assertThat(much.getInt("exit_code")).isZero();
    }

    @Test
    void nobody_comes_in_without_a_token() {
        assertProblem(zomg.send(zomg.request("GET", BOXES, "")), 401, "unauthenticated");
        assertProblem(
                zomg.send(
                        zomg.request("GET", BOXES, "")
                                .header(
                                        "Authorization",
                                        "Bearer zomg_aaaaaaaaaaaa_" + "a".repeat(43))),
                401,
                "unauthenticated");
        assertProblem(
                zomg.send(zomg.request("GET", BOXES + "?token=" + zomg.token(), "")),
                401,
                "unauthenticated");
        assertThat(zomg.send(zomg.request("GET", "/version", "")).statusCode()).isEqualTo(200);
        assertThat(zomg.send(zomg.request("GET", "/healthz", "")).statusCode()).isEqualTo(200);
        assertThat(zomg.send(zomg.request("GET", "/health/ready", "")).statusCode()).isEqualTo(200);
        assertThat(zomg.send(zomg.request("GET", "/openapi", "")).statusCode()).isEqualTo(200);
        assertThat(zomg.send(zomg.request("GET", "/metrics", "")).statusCode()).isIn(401, 403, 404);
    }

    @Test
    void a_page_of_another_origin_and_another_host_name_are_refused() {
        assertProblem(
                zomg.send(
                        zomg.request("GET", BOXES, "")
                                .header("Authorization", "Bearer " + zomg.token())
                                .header("Origin", "https://evil.example")),
                403,
                "origin_refused");
        Shell.Result rebound =
                zomg.host(
                        "curl",
                        "-s",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        "-H",
                        "Host: evil.example",
                        zomg.url() + "/version");
        assertThat(rebound.ok()).isEqualTo("421");
    }

    @Test
    void a_change_meant_for_an_older_state_is_refused() {
        String path = BOXES + "/" + zomg.created();
        String seen = zomg.call("GET", path, "").headers().firstValue("ETag").orElseThrow();
        zomg.call("PUT", path, "{\"port\":81}");

        assertProblem(tied("PUT", path, seen, "{\"port\":80}"), 412, "precondition_failed");
        assertProblem(tied("POST", path + "/stop", seen, ""), 412, "precondition_failed");
        assertProblem(tied("DELETE", path + "?force=true", seen, ""), 412, "precondition_failed");
        assertProblem(tied("PUT", path, "x", "{\"port\":80}"), 400, "invalid_request");
        HttpResponse<String> now = zomg.call("GET", path, "");
        assertThat(Instance.json(now.body()).getInt("port")).isEqualTo(81);
        assertThat(Instance.json(now.body()).getString("status")).isEqualTo("running");
        String current = now.headers().firstValue("ETag").orElseThrow();
        assertThat(
                        zomg.send(
                                        zomg.request("GET", path, "")
                                                .header("Authorization", "Bearer " + zomg.token())
                                                .header("If-None-Match", current))
                                .statusCode())
                .isEqualTo(304);
        assertThat(tied("DELETE", path + "?force=true", current, "").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> tied(String method, String path, String tag, String body) {
        return zomg.send(
                zomg.request(method, path, body)
                        .header("Authorization", "Bearer " + zomg.token())
                        .header("If-Match", tag));
    }

    @Test
    void a_request_keeps_its_id() {
        HttpResponse<String> answer =
                zomg.send(
                        zomg.request("GET", BOXES + "/nobody-here", "")
                                .header("Authorization", "Bearer " + zomg.token())
                                .header("X-Request-Id", "mine-42"));

        assertThat(answer.headers().firstValue("X-Request-Id")).contains("mine-42");
        assertThat(Instance.json(answer.body()).getString("request_id")).isEqualTo("mine-42");
    }

    private static JsonObject assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/problem+json"));
        JsonObject problem = Instance.json(answer.body());
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getInt("status")).isEqualTo(status);
        assertThat(problem.getString("detail")).isNotBlank();
        assertThat(problem.getString("request_id")).isNotBlank();
        return problem;
    }

    private static void assertProblem(
            HttpResponse<String> answer, int status, String code, String detail) {
        assertThat(assertProblem(answer, status, code).getString("detail")).isEqualTo(detail);
    }

    private static String status(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Instance.json(answer.body()).getString("status");
    }

    private static List<String> names(HttpResponse<String> page) {
        return Instance.json(page.body())
                .getJsonArray("boxes")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(box -> ((JsonString) box.get("name")).getString())
                .toList();
    }
}
