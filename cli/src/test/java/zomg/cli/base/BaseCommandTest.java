package zomg.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.RecordedServer;

class BaseCommandTest {

    @TempDir Path folder;

    @Test
    void bases_are_listed() {
        try (RecordedServer server =
                new RecordedServer()
                        .on(
                                "GET /v1/bases",
                                200,
                                """
                                {"bases":[{"id":"kq3v5m2xw4ta","alias":"box-base",
                                 "version":"9f86d081884c7d659a2f","builder":"zomg",
                                 "origin":"Debian bookworm","created_at":"2026-01-01T00:00:00Z"}]}
                                """)) {
            CommandLineOf zomg = new CommandLineOf(folder).server(server);

            assertThat(zomg.run("base", "list").out())
                    .contains("box-base\t9f86d081884c\tDebian bookworm\t2026-01-01T00:00:00Z\n");
            assertThat(zomg.run("base", "list", "-q").out()).isEqualTo("box-base\n");
        }
    }

    @Test
    void bases_are_listed_page_after_page() {
        String one =
                "{\"bases\":[{\"alias\":\"one\"}],\"has_more\":true,"
                        + "\"next_continuation_token\":\"b25l\"}";
        try (RecordedServer server =
                new RecordedServer()
                        .on("GET /v1/bases", 200, one)
                        .on(
                                "GET /v1/bases?continuation_token=b25l",
                                200,
                                "{\"bases\":[{\"alias\":\"two\"}],\"has_more\":false}")) {
            CommandLineOf zomg = new CommandLineOf(folder).server(server);

            assertThat(zomg.run("base", "list", "-q").out()).isEqualTo("one\ntwo\n");
            assertThat(zomg.run("base", "list", "-j").out().lines()).hasSize(2);
        }
    }

    private static final String MADE =
            "{\"name\":\"mine\",\"version\":\"kq3v5m2xw4ta\","
                    + "\"created_at\":\"2026-01-01T00:00:00Z\"}";

    @Test
    void a_box_is_saved_as_a_base() {
        try (RecordedServer server =
                new RecordedServer().on("POST /v1/projects/lab/bases", 201, MADE)) {
            CommandLineOf zomg = new CommandLineOf(folder).server(server);

            assertThat(zomg.run("base", "save", "lab:web", "mine").out())
                    .isEqualTo("mine:kq3v5m2xw4ta\n");
            assertThat(server.last().body()).isEqualTo("{\"box\":\"web\",\"name\":\"mine\"}");
        }
    }

    @Test
    void a_script_builds_a_base_on_a_version_of_another_one() throws IOException {
        Files.writeString(folder.resolve("install.sh"), "apt-get install -y hello\n");
        try (RecordedServer server =
                new RecordedServer().on("POST /v1/projects/default/bases", 201, MADE)) {
            CommandLineOf zomg = new CommandLineOf(folder).server(server);

            zomg.run("base", "build", "mine", "--script", "install.sh", "--parent", "other:1");

            assertThat(server.last().body())
                    .isEqualTo(
                            "{\"name\":\"mine\",\"parent_alias\":\"other\","
                                    + "\"parent_version\":\"1\","
                                    + "\"script\":\"apt-get install -y hello\\n\"}");
            assertThat(zomg.run("base", "build", "mine").err())
                    .isEqualTo("Error: " + BuildCommand.NO_SCRIPT + "\n");
            assertThat(zomg.run("base", "build", "mine", "--script", "none").err())
                    .isEqualTo("Error: none cannot be read\n");
        }
    }

    @Test
    void a_base_is_shown_and_deleted() {
        try (RecordedServer server =
                new RecordedServer()
                        .on(
                                "GET /v1/bases/mine",
                                200,
                                """
                                {"id":"kq3v5m2xw4ta","alias":"mine","version":"1","builder":"root",
                                 "origin":"box web of project lab","parent_alias":"box-base",
                                 "parent_version":"9","size_bytes":42,
                                 "created_at":"2026-01-01T00:00:00Z"}
                                """)
                        .on("DELETE /v1/bases/mine", 204, "")) {
            CommandLineOf zomg = new CommandLineOf(folder).server(server);

            assertThat(zomg.run("base", "show", "mine").out())
                    .containsPattern("origin: +box web of project lab\n")
                    .containsPattern("parent: +box-base:9\n")
                    .containsPattern("size_bytes: +42\n")
                    .doesNotContain("script_sha256");
            assertThat(zomg.run("base", "delete", "mine").out()).isEqualTo("mine: deleted\n");
        }
    }
}
