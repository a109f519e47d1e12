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
                    + "\"boxes\":3}";

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
        String json = "{\"projects\":[" + SHOP + "]}";
        server.on("GET /v1/projects", 200, json);

        assertThat(zomg().run("project", "list").out()).contains("shop\t3\t2026-01-01T00:00:00Z\n");
        assertThat(zomg().run("project", "ls", "-q").out()).isEqualTo("shop\n");
        assertThat(zomg().run("project", "list", "-j").out()).isEqualTo(json + "\n");
    }

    @Test
    void a_project_is_shown() {
        server.on("GET /v1/projects/shop", 200, SHOP);

        assertThat(zomg().run("project", "show", "shop").out()).contains("boxes:    3\n");
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
