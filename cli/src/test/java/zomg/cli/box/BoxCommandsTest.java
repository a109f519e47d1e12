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

/** Show, update, stop, resume and delete. */
class BoxCommandsTest {

    private static final String WEB = " /v1/projects/default/boxes/web";
    private static final String DB = " /v1/projects/default/boxes/db";

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
    void show_tells_everything_about_a_box() {
        server.on("GET" + WEB, 200, Recorded.WEB)
                .on("GET" + WEB + "/usage", 200, "{\"own_bytes\":20971520,\"storage_gb\":10}");

        assertThat(zomg("show", "web").out())
                .isEqualTo(
                        """
                        name:           web
                        project:        default
                        status:         running
                        base:           box-base:9f86d0
                        port:           8080
                        created:        2026-01-01T00:00:00Z
                        updated:        2026-01-01T00:00:01Z
                        tags:           tier=front
                        cpus:           0.5
                        ram_mb:         512
                        storage_gb:     10
                        grace_seconds:  10
                        isolation:      hardened
                        env.GREETING:   a "b" $c
                        own:            20M of 10G
                        """);
    }

    @Test
    void show_tells_where_a_box_is_reached() {
        server.on(
                "GET" + WEB,
                200,
                Recorded.WEB.replace(
                        "\"id\"",
                        "\"url\":\"https://web.example.com\",\"published_domains\":"
                                + "[\"blog.example.com\",\"shop.example.net\"],\"id\""));

        assertThat(zomg("show", "web").out())
                .contains(
                        """
                        base:           box-base:9f86d0
                        url:            https://web.example.com
                        port:           8080
                        """,
                        """
                        updated:        2026-01-01T00:00:01Z
                        published:      blog.example.com
                        published:      shop.example.net
                        tags:           tier=front
                        """);
    }

    @Test
    void show_does_without_what_cannot_be_told_now() {
        server.on("GET" + WEB, 200, Recorded.WEB)
                .refuse("GET" + WEB + "/usage", 503, "not_ready", "the server is not ready");

        assertThat(zomg("show", "web").out())
                .contains("name:           web\n")
                .doesNotContain("own:");
    }

    @Test
    void show_warns_of_a_privileged_box() {
        server.on("GET" + WEB, 200, Recorded.WEB.replace("hardened", "privileged"));

        assertThat(zomg("show", "web").out()).contains(ShowCommand.NO_WALLS);
    }

    @Test
    void an_unknown_box_is_a_failure() {
        server.refuse("GET" + WEB, 404, "box_not_found", "there is no box web in project default");

        assertThat(zomg("show", "web"))
                .isEqualTo(new Outcome(1, "", "Error: there is no box web in project default\n"));
    }

    @Test
    void update_sends_all_settings_as_one_map() {
        server.on("PUT" + WEB, 200, Recorded.WEB);

        Outcome outcome = zomg("update", "web", "PORT=80", "CPU=2", "--env", "X=y", "--tag", "a=b");

        assertThat(outcome).isEqualTo(new Outcome(0, "web: updated\n", ""));
        assertThat(server.last().body())
                .isEqualTo(
                        "{\"environment\":{\"PORT\":\"80\",\"CPU\":\"2\",\"X\":\"y\"},"
                                + "\"tags\":{\"a\":\"b\"}}");
    }

    @Test
    void update_sends_a_new_limit_of_the_disk() {
        server.on("PUT" + WEB, 200, Recorded.WEB);

        zomg("update", "web", "--storage", "20G");

        assertThat(server.last().body()).isEqualTo("{\"config\":{\"storage_gb\":20}}");
    }

    @Test
    void update_warns_of_what_was_ignored() {
        server.on(
                "PUT" + WEB,
                200,
                Recorded.WEB.replace("\"id\"", "\"ignored\":[\"X\",\"Y\"],\"id\""));

        Outcome outcome = zomg("update", "web", "PORT=80", "X=1", "Y=2");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEqualTo(UpdateCommand.IGNORED.formatted("X, Y") + "\n");
    }

    @Test
    void update_of_nothing_is_the_servers_no() {
        server.refuse("PUT" + WEB, 400, "no_updates", "no updates provided");

        assertThat(zomg("update", "web"))
                .isEqualTo(new Outcome(1, "", "Error: no updates provided\n"));
    }

    @Test
    void stop_and_resume_take_several_boxes() {
        server.on("POST" + WEB + "/stop", 200, Recorded.STOPPED)
                .on("POST" + DB + "/stop", 200, Recorded.STOPPED)
                .on("POST" + WEB + "/resume", 200, Recorded.WEB);

        assertThat(zomg("stop", "web", "db").out()).isEqualTo("web: stopped\ndb: stopped\n");
        assertThat(server.last().body()).isEqualTo("{}");
        assertThat(zomg("resume", "web").out()).isEqualTo("web: running\n");
    }

    @Test
    void one_box_that_fails_does_not_keep_the_others_from_their_turn() {
        server.refuse("POST" + WEB + "/stop", 409, "box_busy", "web is being changed")
                .on("POST" + DB + "/stop", 200, Recorded.STOPPED);

        assertThat(zomg("stop", "web", "db"))
                .isEqualTo(new Outcome(1, "db: stopped\n", "web: error: web is being changed\n"));
    }

    @Test
    void delete_says_what_became_of_each_box() {
        server.on("DELETE" + WEB + "?force=true", 200, "{\"status\":\"deleted\"}")
                .refuse("DELETE" + DB, 409, "box_running", "box is running")
                .on("DELETE" + WEB, 200, "{\"status\":\"deleted\"}");

        assertThat(zomg("rm", "-f", "web")).isEqualTo(new Outcome(0, "web: deleted\n", ""));
        assertThat(zomg("delete", "db", "web"))
                .isEqualTo(new Outcome(1, "web: deleted\n", "db: error: box is running\n"));
    }

    @Test
    void a_bad_ref_among_several_touches_none() {
        assertThat(zomg("rm", "-f", "web", "../etc").exitCode()).isEqualTo(2);
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void names_are_the_servers_to_judge_and_travel_as_they_are() {
        server.refuse(
                "GET /v1/projects/default/boxes/We%20b%21",
                400, "invalid_name", "name must be ...");

        assertThat(zomg("show", "We b!").err()).isEqualTo("Error: name must be ...\n");
    }
}
