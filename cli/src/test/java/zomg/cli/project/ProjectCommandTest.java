package zomg.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.RecordedServer;

class ProjectCommandTest {

    private static final String SHOP =
            "{\"id\":\"kq3v5m2xw4ta\",\"name\":\"shop\",\"created_at\":\"2026-01-01T00:00:00Z\","
                    + "\"boxes\":3,\"usage\":{\"cpus\":1.5,\"ram_mb\":512,\"storage_gb\":0},"
                    + "\"quota\":{\"boxes\":10,\"cpus\":8}}";

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
    void projects_are_listed() {
        String json = "{\"projects\":[" + SHOP + "],\"has_more\":false}";
        server.on("GET /v1/projects", 200, json);

        assertThat(zomg().run("project", "list").out()).contains("shop\t3\t2026-01-01T00:00:00Z\n");
        assertThat(zomg().run("project", "ls", "-q").out()).isEqualTo("shop\n");
        assertThat(zomg().run("project", "list", "-j").out()).isEqualTo(json + "\n");
    }

    @Test
    void projects_are_listed_page_after_page() {
        String first =
                "{\"projects\":["
                        + SHOP
                        + "],\"has_more\":true,\"next_continuation_token\":\"c2hvcA\"}";
        String last =
                "{\"projects\":[" + SHOP.replace("\"shop\"", "\"toys\"") + "],\"has_more\":false}";
        server.on("GET /v1/projects", 200, first);
        server.on("GET /v1/projects?continuation_token=c2hvcA", 200, last);

        assertThat(zomg().run("project", "ls", "-q").out()).isEqualTo("shop\ntoys\n");
        assertThat(zomg().run("project", "list").out()).contains("shop\t3").contains("toys\t3");
    }

    @Test
    void a_quota_is_changed_where_it_is_named() {
        server.on("GET /v1/projects/shop", 200, SHOP);
        server.on("PUT /v1/projects/shop", 200, SHOP);

        CommandLineOf.Outcome outcome =
                zomg().run(
                                "project",
                                "update",
                                "shop",
                                "--boxes",
                                "none",
                                "--memory",
                                "16G",
                                "--storage",
                                "100G");

        assertThat(outcome.out()).isEqualTo("shop: updated\n");
        assertThat(server.last().body())
                .isEqualTo("{\"quota\":{\"cpus\":8.0,\"ram_mb\":16384,\"storage_gb\":100}}");
    }

    @Test
    void a_quota_that_says_nothing_is_refused() {
        assertThat(zomg().run("project", "update", "shop"))
                .isEqualTo(
                        new CommandLineOf.Outcome(2, "", "Error: " + UpdateCommand.NOTHING + "\n"));
        assertThat(zomg().run("project", "update", "shop", "--boxes", "few").err())
                .isEqualTo("Error: " + UpdateCommand.BAD_BOXES + "\n");
    }

    @Test
    void projects_are_deleted_and_those_that_are_not_empty_are_told() {
        server.on("DELETE /v1/projects/shop", 200, "{\"status\":\"deleted\"}");
        server.refuse(
                "DELETE /v1/projects/toys",
                409,
                "project_not_empty",
                "project toys has 2 boxes; delete them first");

        CommandLineOf.Outcome outcome = zomg().run("project", "delete", "shop", "toys");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEqualTo("shop: deleted\n");
        assertThat(outcome.err())
                .isEqualTo("toys: error: project toys has 2 boxes; delete them first\n");
    }

    @Test
    void a_project_is_shown() {
        server.on("GET /v1/projects/shop", 200, SHOP);

        assertThat(zomg().run("project", "show", "shop").out())
                .contains("boxes:    3 of 10\n")
                .contains("cpus:     1.5 of 8\n")
                .contains("memory:   512 MiB\n");
        assertThat(zomg().variable("ZOMG_PROJECT", "shop").run("project", "show").exitCode())
                .isZero();
    }

    @Test
    void the_current_project_needs_no_server() {
        assertThat(new CommandLineOf(folder).run("project", "current").out())
                .isEqualTo("default\n");
        assertThat(new CommandLineOf(folder).run("project", "current", "-p", "shop").out())
                .isEqualTo("shop\n");
    }
}
