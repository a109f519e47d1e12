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
            assertThat(server.last().headers()).containsEntry("Prefer", "wait=1");
            zomg.run("base", "build", "dev-base");
            assertThat(server.last().body()).isEqualTo("{\"name\":\"dev-base\"}");
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

    @Test
    void a_suite_a_directory_or_an_archive_is_imported() {
        try (RecordedServer server =
                new RecordedServer().on("POST /v1/projects/lab/bases", 201, MADE)) {
            CommandLineOf zomg = new CommandLineOf(folder).server(server);

            assertThat(
                            zomg.run(
                                            "base",
                                            "import",
                                            "mine",
                                            "--from",
                                            "debian:bookworm",
                                            "-p",
                                            "lab")
                                    .out())
                    .isEqualTo("mine:kq3v5m2xw4ta\n");
            assertThat(server.last().body())
                    .isEqualTo("{\"name\":\"mine\",\"from\":\"debian:bookworm\"}");
            assertThat(
                            zomg.run(
                                            "base", "import", "mine", "--from", "/srv/x", "-p",
                                            "lab", "-j")
                                    .out())
                    .isEqualTo(MADE + "\n");
            assertThat(zomg.run("base", "import", "mine").err())
                    .isEqualTo("Error: " + ImportCommand.NO_SOURCE + "\n");
        }
    }

    @Test
    void an_import_that_takes_long_is_waited_for_and_told_why_it_failed() {
        try (RecordedServer server =
                new RecordedServer()
                        .on("POST /v1/projects/default/bases", 202, operation("import", "running"))
                        .on(
                                "GET /v1/operations/kq3v5m2xw4tb",
                                200,
                                operation("import", "failed")
                                        .replace(
                                                "\"actor\"",
                                                "\"error\":{\"code\":\"engine_unavailable\","
                                                        + "\"detail\":\"no mirror\"},\"actor\""))) {
            CommandLineOf.Outcome outcome =
                    new CommandLineOf(folder)
                            .server(server)
                            .run("base", "import", "mine", "--from", "ubuntu:noble");

            assertThat(outcome.exitCode()).isOne();
            assertThat(outcome.err()).contains("Error: no mirror");
        }
    }

    private static String operation(String kind, String state) {
        return """
        {"id":"kq3v5m2xw4tb","kind":"%s","state":"%s","project":"default","box":"b",
         "progress":{"percent":1,"step":"working"},"build":"kq3v5m2xw4tc","actor":"root",
         "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}
        """
                .formatted(kind, state);
    }

    private static String piece(long offset, String text) {
        return """
        id: %d
        data: {"build":"kq3v5m2xw4tc","offset":%d,"next_offset":%1$d,"ended":false,"text":"%s"}

        """
                .formatted(offset + text.length() - 1, offset, text);
    }

    private static final String LOG =
            "GET /v1/bases/mine/log?build=kq3v5m2xw4tc&offset=%d&follow=true";

    /** Also across a connection that breaks in the middle. */
    @Test
    void what_the_script_of_a_build_prints_is_shown_while_it_runs() throws IOException {
        Files.writeString(folder.resolve("install.sh"), "true\n");
        try (RecordedServer server =
                new RecordedServer()
                        .on("POST /v1/projects/default/bases", 202, operation("build", "running"))
                        .with(
                                LOG.formatted(0),
                                200,
                                "text/event-stream",
                                ":\n\n" + piece(0, "one\\n"))
                        .with(
                                LOG.formatted(4),
                                200,
                                "text/event-stream",
                                piece(4, "two\\n") + "event: end\ndata: {}\n\n")
                        .on("GET /v1/operations/kq3v5m2xw4tb", 200, operation("build", "succeeded"))
                        .on("GET /v1/bases/mine", 200, "{\"alias\":\"mine\",\"version\":\"1\"}")) {
            CommandLineOf.Outcome outcome =
                    new CommandLineOf(folder)
                            .server(server)
                            .run("base", "build", "mine", "--script", "install.sh");

            assertThat(outcome.err()).isEqualTo("one\ntwo\n");
            assertThat(outcome.out()).isEqualTo("mine:1\n");
            assertThat(outcome.exitCode()).isZero();
        }
    }

    @Test
    void a_build_that_was_not_needed_has_no_log_and_is_waited_for() throws IOException {
        Files.writeString(folder.resolve("install.sh"), "true\n");
        try (RecordedServer server =
                new RecordedServer()
                        .on("POST /v1/projects/default/bases", 202, operation("build", "running"))
                        .refuse(LOG.formatted(0), 404, "log_not_found", "there is no log")
                        .on("GET /v1/operations/kq3v5m2xw4tb", 200, operation("build", "succeeded"))
                        .on("GET /v1/bases/mine", 200, "{\"alias\":\"mine\",\"version\":\"1\"}")) {
            CommandLineOf.Outcome outcome =
                    new CommandLineOf(folder)
                            .server(server)
                            .run("base", "build", "mine", "--script", "install.sh");

            assertThat(outcome.out()).isEqualTo("mine:1\n");
            assertThat(outcome.err()).isEmpty();
        }
    }

    @Test
    void the_log_of_a_build_is_shown_from_any_offset_and_followed() {
        String whole =
                "{\"build\":\"kq3v5m2xw4tc\",\"offset\":0,\"next_offset\":4,"
                        + "\"ended\":true,\"text\":\"one\\n\"}";
        try (RecordedServer server =
                new RecordedServer()
                        .on("GET /v1/bases/mine/log?offset=0", 200, whole)
                        .on("GET /v1/bases/mine%3A1/log?offset=2", 200, whole)
                        .with(
                                "GET /v1/bases/mine/log?offset=0&follow=true",
                                200,
                                "text/event-stream",
                                piece(0, "one\\n") + "event: end\ndata: {}\n\n")
                        .refuse(
                                "GET /v1/bases/none/log?offset=0&follow=true",
                                404,
                                "log_not_found",
                                "there is no log")) {
            CommandLineOf zomg = new CommandLineOf(folder).server(server);

            assertThat(zomg.run("base", "logs", "mine").out()).isEqualTo("one\n");
            assertThat(zomg.run("base", "logs", "mine", "-j").out()).isEqualTo(whole + "\n");
            assertThat(zomg.run("base", "logs", "mine:1", "--offset", "2").exitCode()).isZero();
            assertThat(zomg.run("base", "logs", "mine", "-f").out()).isEqualTo("one\n");
            assertThat(zomg.run("base", "logs", "none", "-f").err())
                    .isEqualTo("Error: " + LogsCommand.NO_LOG.formatted("none") + "\n");
            assertThat(zomg.run("base", "logs", "mine", "-f", "-j").exitCode()).isEqualTo(2);
        }
    }

    @Test
    void the_script_of_a_base_and_what_it_did_without_are_shown() {
        String script = "x".repeat(50_000);
        try (RecordedServer server =
                new RecordedServer()
                        .on(
                                "GET /v1/bases/mine",
                                200,
                                """
                                {"id":"kq3v5m2xw4ta","alias":"mine","version":"1","builder":"root",
                                 "origin":"Debian","missing":["code: no answer","gh: none"],
                                 "created_at":"2026-01-01T00:00:00Z"}
                                """)
                        .on(
                                "GET /v1/bases/mine/script",
                                200,
                                "{\"script\":\"%s\\n\",\"script_sha256\":\"0\"}".formatted(script))
                        .on("GET /v1/bases/old/script", 200, "{}")) {
            CommandLineOf zomg = new CommandLineOf(folder).server(server);

            assertThat(zomg.run("base", "show", "mine").out())
                    .containsPattern("missing: +code: no answer\nmissing: +gh: none\n");
            assertThat(zomg.run("base", "show", "mine", "--script").out()).isEqualTo(script + "\n");
            assertThat(zomg.run("base", "show", "old", "--script").err())
                    .isEqualTo("Error: " + ShowCommand.NO_SCRIPT.formatted("old") + "\n");
        }
    }
}
