package zomg.cli.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;
import zomg.cli.support.LogText;

class LogsCommandTest {

    private static final String LOGS = "GET /v1/projects/default/boxes/web/logs?pid=42";

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
    void the_log_is_printed_as_it_is() {
        server.on(LOGS, 200, "{\"text\":\"one\\ntwo\",\"truncated\":false}");

        assertThat(zomg("logs", "web", "--pid", "42")).isEqualTo(new Outcome(0, "one\ntwo", ""));
        assertThat(zomg("tail", "web", "--pid", "42").out()).isEqualTo("one\ntwo");
        assertThat(zomg("logs", "web", "--pid", "42", "-j").out())
                .isEqualTo("{\"text\":\"one\\ntwo\",\"truncated\":false}\n");
    }

    @Test
    void so_many_lines_as_are_wanted() {
        server.on(LOGS + "&lines=5", 200, "{\"text_base64\":\"aGk=\",\"truncated\":true}");

        assertThat(zomg("logs", "web", "--pid", "42", "-l", "5").out()).isEqualTo("hi");
    }

    @Test
    void a_long_log_is_printed_whole() {
        String line = "é\\t\\\"x\\\\\\u0001 \\n";
        server.on(LOGS, 200, "{\"text\":\"" + line.repeat(100_000) + "\",\"truncated\":false}");

        assertThat(zomg("logs", "web", "--pid", "42").out())
                .isEqualTo("é\t\"x\\\u0001 \n".repeat(100_000));
    }

    @Test
    void what_is_no_log_is_named() {
        server.on(LOGS, 200, "{\"truncated\":false}");

        assertThat(zomg("logs", "web", "--pid", "42").err())
                .isEqualTo("Error: " + LogText.NOT_UNDERSTOOD + "\n");
    }

    @Test
    void who_follows_gets_pieces_until_the_end() {
        server.with(
                LOGS + "&follow=true",
                200,
                "text/event-stream",
                """
                :

                data: {"text":"on","truncated":false}

                data: {"text":"e\\n","truncated":false}

                event: end
                data: {}

                """);

        assertThat(zomg("logs", "web", "--pid", "42", "-f")).isEqualTo(new Outcome(0, "one\n", ""));
    }

    @Test
    void a_log_that_is_cut_off_is_a_failure() {
        server.with(
                LOGS + "&follow=true",
                200,
                "text/event-stream",
                "data: {\"text\":\"on\",\"truncated\":false}\n\n");

        assertThat(zomg("logs", "web", "--pid", "42", "-f"))
                .isEqualTo(new Outcome(1, "on", "Error: " + LogsCommand.CUT_OFF + "\n"));
    }

    @Test
    void what_cannot_be_meant_is_named() {
        assertThat(zomg("logs", "web", "-f", "-j"))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "Error: --pid is required; exec --bg prints it; --json is not"
                                        + " supported with --follow\n"));
    }
}
