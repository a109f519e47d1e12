package zomg.cli.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;

/** Publish and unpublish. */
class PublishCommandTest {

    private static final String PUBLISH = " /v1/projects/default/boxes/web/publish";
    private static final String HOST = "{\"host\":\"blog.example.com\"}";

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Outcome zomg(String... arguments) {
        return new CommandLineOf(folder).server(server).run(arguments);
    }

    @Test
    void a_subdomain_is_published() {
        server.on("POST" + PUBLISH, 200, HOST);

        Outcome outcome = zomg("publish", "web", "blog");

        assertThat(outcome).isEqualTo(new Outcome(0, "OK\n", ""));
        assertThat(server.last().body()).isEqualTo("{\"subdomain\":\"blog\"}");
    }

    @Test
    void a_subdomain_of_another_domain_is_taken_over() {
        server.on("POST /v1/projects/shop/boxes/web/publish?force=true", 200, HOST);

        Outcome outcome =
                zomg("publish", "shop:web", "@", "--domain", "example.net", "-f", "--json");

        assertThat(outcome).isEqualTo(new Outcome(0, HOST + "\n", ""));
        assertThat(server.last().body())
                .isEqualTo("{\"subdomain\":\"@\",\"domain\":\"example.net\"}");
    }

    @Test
    void a_whole_host_is_published() {
        server.on("POST" + PUBLISH, 200, HOST);

        zomg("publish", "web", "--host", "blog.example.com");

        assertThat(server.last().body()).isEqualTo(HOST);
    }

    @Test
    void a_subdomain_is_unpublished_by_the_server_who_knows_the_domain() {
        server.on("DELETE" + PUBLISH + "/%40?subdomain=true", 200, HOST)
                .on("DELETE" + PUBLISH + "/a?domain=example.net&subdomain=true", 200, HOST);

        assertThat(zomg("unpublish", "web", "@")).isEqualTo(new Outcome(0, "OK\n", ""));
        assertThat(zomg("unpublish", "web", "a", "--domain", "example.net", "-j"))
                .isEqualTo(new Outcome(0, HOST + "\n", ""));
    }

    @Test
    void a_whole_host_is_unpublished() {
        server.on("DELETE" + PUBLISH + "/blog.example.com", 200, HOST);

        assertThat(zomg("unpublish", "web", "--host", "blog.example.com"))
                .isEqualTo(new Outcome(0, "OK\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "unpublish"})
    void a_host_is_said_in_one_way(String command) {
        assertThat(zomg(command, "web", "blog", "--host", "a.example.com").err())
                .startsWith("Error: " + HostOptions.HOST_WITH_SUBDOMAIN);
        assertThat(zomg(command, "web", "--host", "a.example.com", "--domain", "a.com").err())
                .startsWith("Error: " + HostOptions.HOST_WITH_DOMAIN);
        assertThat(zomg(command, "web", "--domain", "a.com").err())
                .startsWith("Error: " + HostOptions.NOTHING);
        assertThat(zomg(command, "web").exitCode()).isEqualTo(2);
    }

    @Test
    void what_the_server_refuses_is_told() {
        server.refuse("POST" + PUBLISH, 409, "host_in_use", "host blog.example.com is box b's");

        assertThat(zomg("publish", "web", "blog"))
                .isEqualTo(new Outcome(1, "", "Error: host blog.example.com is box b's\n"));
    }
}
