package zomg.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static zomg.api.container.Edge.as;
import static zomg.api.container.Edge.assertProblem;
import static zomg.api.container.Edge.send;

import java.net.http.HttpResponse;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over HTTP: files of boxes, and what is said to those who ask wrongly for them. */
@ArquillianTest
class FilesEdgeIT {

    private static final String BOXES = "/v1/projects/lab/boxes";
    private static final String CONTENT = "Content-Type";
    private static final String BYTES = "application/octet-stream";

    @Deployment(testable = false)
    static WebArchive war() {
        return War.onAMachineInMemory("edge.war").addAsWebInfResource("ibm-web-ext.xml");
    }

    @BeforeEach
    void await_set_up() {
        Edge.awaitReady();
    }

    @Test
    void a_file_is_written_shown_read_and_deleted_by_whom_may_change_things() {
        send("POST", BOXES, "{\"name\":\"filed\"}");
        String file = BOXES + "/filed/files?path=/srv/a%20b";

        HttpResponse<String> written =
                send(
                        as("developer", "PUT", file + "&mode=4750", "content")
                                .setHeader(CONTENT, BYTES));
        HttpResponse<String> shown = send("HEAD", file, "");
        HttpResponse<String> read = send("GET", file, "");

        assertThat(written.statusCode()).as(written.body()).isEqualTo(204);
        assertThat(shown.headers().firstValue("Zomg-Mode")).contains("4750");
        assertThat(shown.headers().firstValue("Zomg-Type")).contains("file");
        assertThat(shown.headers().firstValue("Content-Length")).contains("7");
        assertThat(read.body()).isEqualTo("content");
        assertThat(read.headers().firstValue(CONTENT)).contains(BYTES);
        assertThat(send("GET", BOXES + "/filed/files/list?path=/srv", "").body())
                .contains("\"name\":\"a b\"", "\"mode\":\"4750\"", "\"truncated\":false");
        for (String method : List.of("GET", "PUT", "DELETE")) {
            assertProblem(
                    send(as("viewer", method, file, "").setHeader(CONTENT, BYTES)),
                    403,
                    "role_required");
        }
        for (String route : List.of("files/list", "archive")) {
            assertProblem(
                    send(as("viewer", "GET", BOXES + "/filed/" + route + "?path=/srv", "")),
                    403,
                    "role_required");
        }
        assertThat(send("DELETE", file, "").statusCode()).isEqualTo(204);
        assertProblem(send("GET", file, ""), 404, "path_not_found");
    }

    @Test
    void what_is_wrong_with_a_file_is_said() {
        send("POST", BOXES, "{\"name\":\"wrong\"}");
        String files = BOXES + "/wrong/files";

        assertProblem(send("GET", files, ""), 400, "invalid_request");
        assertProblem(send("GET", files + "?path=etc", ""), 400, "invalid_request");
        assertProblem(send("GET", files + "?path=/", ""), 400, "invalid_request");
        assertProblem(send("GET", files + "?path=/nowhere", ""), 404, "path_not_found");
        assertProblem(send("GET", BOXES + "/nobox/files?path=/", ""), 404, "box_not_found");
        assertProblem(send("PUT", files + "?path=/x", "{}"), 415, "unsupported_media_type");
        assertProblem(
                send(
                        as("admin", "PUT", files + "?path=/x&mode=0888", "x")
                                .setHeader(CONTENT, BYTES)),
                400,
                "invalid_request");
        assertProblem(
                send(
                        as("admin", "PUT", files + "?path=/x", "x")
                                .setHeader(CONTENT, BYTES)
                                .header("Idempotency-Key", "k")),
                400,
                "invalid_request");
    }
}
