package zomg.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.RecordedServer;
import zomg.cli.support.Http;
import zomg.cli.support.Server;

class CancelQuestionTest {

    private static final String CANCEL = "DELETE /v1/operations/kq3v5m2xw4tb";

    private static final String CANCELLED =
            """
            {"id":"kq3v5m2xw4tb","kind":"build","state":"cancelled","project":"default","box":"b",
             "progress":{"percent":1,"step":"working"},"actor":"root",
             "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}
            """;

    @TempDir Path folder;

    /** What was said, and what the server was asked. */
    private String ask(RecordedServer server, String typed) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandLineOf zomg = new CommandLineOf(folder).server(server).atTerminal().input(typed);
        Http http =
                Http.to(
                        new Server(URI.create(server.url()), Optional.of("secret")),
                        Optional.empty());
        try (CancelQuestion question =
                new CancelQuestion(
                        zomg.terminal(new ByteArrayOutputStream(), err),
                        http,
                        "kq3v5m2xw4tb",
                        "the build")) {
            question.interrupted();
        }
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void yes_calls_it_off() {
        try (RecordedServer server = new RecordedServer().on(CANCEL, 200, CANCELLED)) {
            assertThat(ask(server, "yes\n"))
                    .contains("cancel the build? [y/N]")
                    .endsWith("asked the server to cancel the build\n");
            assertThat(server.lines()).containsExactly(CANCEL);
        }
    }

    @Test
    void anything_else_and_nothing_let_it_go_on() {
        try (RecordedServer server = new RecordedServer()) {
            ask(server, "\n");
            ask(server, "no\n");
            ask(server, "");

            assertThat(server.lines()).isEmpty();
        }
    }

    @Test
    void it_is_told_if_it_is_too_late() {
        try (RecordedServer server =
                new RecordedServer().refuse(CANCEL, 409, "not_cancellable", "it is over")) {
            assertThat(ask(server, "y\n")).endsWith("Error: it is over\n");
        }
    }
}
