package zomg.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

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
}
