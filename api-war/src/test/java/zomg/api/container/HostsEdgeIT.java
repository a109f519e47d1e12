package zomg.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.api.container.Edge.as;
import static zomg.api.container.Edge.assertProblem;
import static zomg.api.container.Edge.send;

import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over HTTP: hosts of boxes, where they lead to boxes. */
@ArquillianTest
class HostsEdgeIT {

    private static final String BOXES = "/v1/projects/lab/boxes";
    private static final String BLOG = "{\"host\":\"blog.example.com\"}";

    @Deployment(testable = false)
    static WebArchive war() {
        return War.onAMachineInMemory("edge.war").addAsWebInfResource("ibm-web-ext.xml");
    }

    @BeforeEach
    void await_set_up() {
        Edge.awaitReady();
    }

    private static HttpResponse<String> developer(String method, String path, String body) {
        return send(as("developer", method, path, body).header("Content-Type", "application/json"));
    }

    @Test
    void a_host_is_published_shown_and_unpublished() {
        HttpResponse<String> created = send("POST", BOXES, "{\"name\":\"web\"}");
        String tag = created.headers().firstValue("ETag").orElseThrow();
        String publish = BOXES + "/web/publish";

        HttpResponse<String> whole = developer("POST", publish, BLOG);
        HttpResponse<String> again = developer("POST", publish, BLOG);
        HttpResponse<String> below = developer("POST", publish, "{\"subdomain\":\"shop\"}");
        HttpResponse<String> shown =
                send(as("viewer", "GET", BOXES + "/web", "").header("If-None-Match", tag));

        assertThat(created.body()).contains("\"url\":\"https://web--lab.localhost\"");
        assertThat(created.body()).doesNotContain("published_domains");
        assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(BLOG);
        assertThat(again.body()).isEqualTo(BLOG);
        assertThat(below.body()).isEqualTo("{\"host\":\"shop.localhost\"}");
        assertThat(shown.body())
                .contains("\"published_domains\":[\"blog.example.com\",\"shop.localhost\"]");
        assertThat(send("DELETE", publish + "/blog.example.com", "").body()).isEqualTo(BLOG);
        assertThat(send("DELETE", publish + "/shop?subdomain=true", "").statusCode())
                .isEqualTo(200);
        assertThat(send("GET", BOXES + "/web", "").body()).doesNotContain("published_domains");
    }

    @Test
    void a_host_of_another_box_is_taken_over_by_force_only() {
        send("POST", BOXES, "{\"name\":\"one\"}");
        send("POST", BOXES, "{\"name\":\"two\"}");
        String host = "{\"host\":\"taken.example.com\"}";
        developer("POST", BOXES + "/one/publish", host);

        assertProblem(developer("POST", BOXES + "/two/publish", host), 409, "host_in_use");
        assertProblem(
                developer("DELETE", BOXES + "/two/publish/taken.example.com", ""),
                403,
                "host_not_owned");
        assertThat(developer("POST", BOXES + "/two/publish?force=true", host).statusCode())
                .isEqualTo(200);

        assertThat(send("GET", BOXES + "/two", "").body()).contains("taken.example.com");
        assertThat(send("GET", BOXES + "/one", "").body()).doesNotContain("taken.example.com");
    }

    @Test
    void what_is_not_to_be_published_is_refused() {
        send("POST", BOXES, "{\"name\":\"no\"}");
        String publish = BOXES + "/no/publish";

        assertProblem(
                send("POST", publish + "?force=true", "{\"subdomain\":\"api\"}"),
                409,
                "host_reserved");
        assertProblem(developer("POST", publish, "{\"subdomain\":\"@\"}"), 409, "host_reserved");
        assertThat(send("POST", publish, "{\"subdomain\":\"@\"}").body())
                .isEqualTo("{\"host\":\"localhost\"}");
        assertThat(send("DELETE", publish + "/%40?subdomain=true", "").statusCode()).isEqualTo(200);
        assertProblem(
                send(
                        as("viewer", "POST", publish, BLOG)
                                .header("Content-Type", "application/json")),
                403,
                "role_required");
        assertProblem(send("POST", BOXES + "/nobox/publish", BLOG), 404, "box_not_found");
    }

    @Test
    void what_is_wrong_with_a_host_is_said() {
        String publish = BOXES + "/web/publish";

        assertProblem(send("POST", publish, "{}"), 400, "invalid_request");
        assertProblem(send("POST", publish, "{\"host\":\"10.0.0.1\"}"), 400, "invalid_name");
        assertProblem(send("POST", publish, "{\"subdomain\":\"A\"}"), 400, "invalid_name");
        assertProblem(
                send("POST", publish, "{\"host\":\"a.b\",\"domain\":\"b.c\"}"),
                400,
                "invalid_request");
        assertProblem(
                send("POST", publish, "{\"host\":\"a.b\",\"subdomain\":\"b\"}"),
                400,
                "invalid_request");
        assertProblem(send("POST", publish, "{\"port\":1}"), 400, "invalid_request");
        assertProblem(send("DELETE", publish + "/A.b", ""), 400, "invalid_name");
        assertProblem(send("DELETE", publish + "/a?domain=-", ""), 400, "invalid_name");
    }
}
