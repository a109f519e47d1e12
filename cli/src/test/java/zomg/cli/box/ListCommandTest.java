package zomg.cli.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.Recorded;
import zomg.cli.RecordedServer;

class ListCommandTest {

    private static final String LIST = "GET /v1/projects/default/boxes";
    private static final String ONE = "{\"boxes\":[" + Recorded.WEB + "],\"has_more\":false}";

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandLineOf zomg() {
        return new CommandLineOf(folder).server(server);
    }

    @Test
    void a_person_gets_an_aligned_table() {
        server.on(LIST, 200, ONE);

        Outcome outcome = zomg().variable("NO_COLOR", "1").atTerminal().run("ls");

        assertThat(outcome.out())
                .isEqualTo(
                        """
                        NAME  STATUS   BASE             TAGS        CREATED
                        web   running  box-base:9f86d0  tier=front  2026-01-01T00:00:00Z
                        """);
    }

    @Test
    void a_person_gets_colours_unless_they_are_switched_off() {
        server.on(LIST, 200, ONE);
        String green = "\033[32mrunning\033[0m";

        assertThat(zomg().atTerminal().run("list").out()).contains(green);
        assertThat(zomg().atTerminal().run("list", "--no-color").out()).doesNotContain("\033");
        assertThat(zomg().atTerminal().variable("NO_COLOR", "1").run("list").out())
                .doesNotContain("\033");
        assertThat(zomg().run("list").out()).doesNotContain("\033");
    }

    @Test
    void a_program_gets_tabs() {
        server.on(LIST, 200, ONE);

        assertThat(zomg().run("list").out())
                .contains("web\trunning\tbox-base:9f86d0\ttier=front\t2026-01-01T00:00:00Z\n");
    }

    @Test
    void all_projects_are_a_column_of_their_own() {
        server.on("GET /v1/projects/-/boxes", 200, ONE);

        assertThat(zomg().run("list", "-a").out())
                .startsWith("PROJECT\tNAME")
                .contains("default\tweb");
        assertThat(zomg().run("list", "-aq").out()).isEqualTo("default:web\n");
    }

    @Test
    void tags_are_asked_for_together() {
        server.on(LIST + "?tag=tier%3Dfront&tag=a%3Db", 200, ONE);

        assertThat(zomg().run("list", "-q", "-t", "tier=front", "-t", "a=b"))
                .isEqualTo(new Outcome(0, "web\n", ""));
    }

    @Test
    void a_prefix_is_asked_for_on_every_page() {
        server.on(
                LIST + "?prefix=we",
                200,
                ONE.replace("false}", "true,\"next_continuation_token\":\"a\"}"));
        server.on(
                LIST + "?continuation_token=a&prefix=we", 200, ONE.replace("\"web\"", "\"web2\""));

        assertThat(zomg().run("list", "-q", "--prefix", "we").out()).isEqualTo("web\nweb2\n");
    }

    @Test
    void every_page_is_read() {
        server.on(LIST, 200, ONE.replace("false}", "true,\"next_continuation_token\":\"a+b\"}"));
        server.on(LIST + "?continuation_token=a%2Bb", 200, ONE.replace("\"web\"", "\"web2\""));

        assertThat(zomg().run("list", "-q").out()).isEqualTo("web\nweb2\n");
        assertThat(zomg().run("list", "-j").out().lines()).hasSize(2);
    }

    @Test
    void a_server_that_never_ends_its_list_is_not_followed_for_ever() {
        String again = ONE.replace("false}", "true,\"next_continuation_token\":\"x\"}");
        server.on(LIST, 200, again).on(LIST + "?continuation_token=x", 200, again);

        assertThat(zomg().run("list", "-q").exitCode()).isEqualTo(1);
    }

    @Test
    void json_is_exactly_what_the_server_returned() {
        server.on(LIST, 200, "{\"has_more\": false,\"boxes\":[ ]}\n");

        assertThat(zomg().run("list", "-j").out())
                .isEqualTo("{\"has_more\": false,\"boxes\":[ ]}\n");
    }

    @Test
    void json_and_names_exclude_each_other() {
        assertThat(zomg().run("list", "-jq").err())
                .isEqualTo("Error: --json cannot be used with --quiet\n");
    }
}
