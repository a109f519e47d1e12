package zomg.cli.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;

class SessionsCommandTest {

    private static final String PATH = "GET /v1/projects/default/boxes/web/sessions";
    private static final String TWO =
            """
            {"sessions":[
             {"id":"kq3v5m2xw4ta","command":["sh","-c","make\\ttest"],"user":"root","tty":false,"background":true,"pid":47,
              "state":"ended","exit_code":137,"started_at":"2026-11-27T10:00:00.5Z"},
             {"id":"aq3v5m2xw4tb","command":["bash"],"user":"dev","tty":true,"background":false,"pid":48,
              "state":"running","started_at":"2026-11-27T10:01:00Z"}]}\
            """;

    @TempDir Path folder;

    @Test
    void commands_are_a_table() {
        try (RecordedServer server = new RecordedServer()) {
            server.on(PATH, 200, TWO);

            Outcome outcome = new CommandLineOf(folder).server(server).run("sessions", "web");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out().lines())
                    .first()
                    .isEqualTo("SESSION\tKIND\tSTATE\tPID\tUSER\tSTARTED\tCOMMAND");
            assertThat(outcome.out())
                    .contains(
                            "kq3v5m2xw4ta\tbackground\tended (137)\t47\troot\t2026-11-27T10:00:00Z\tsh -c make")
                    .contains(
                            "aq3v5m2xw4tb\tforeground\trunning\t48\tdev\t2026-11-27T10:01:00Z\tbash\n");
        }
    }

    @Test
    void json_is_what_the_server_said() {
        try (RecordedServer server = new RecordedServer()) {
            server.on(PATH, 200, TWO);

            assertThat(new CommandLineOf(folder).server(server).run("sessions", "web", "-j"))
                    .isEqualTo(new Outcome(0, TWO + "\n", ""));
        }
    }

    @Test
    void a_session_that_is_not_there_is_named() {
        try (RecordedServer server = new RecordedServer()) {
            server.on(PATH, 200, TWO);

            assertThat(
                            new CommandLineOf(folder)
                                    .server(server)
                                    .run("attach", "web", "cq3v5m2xw4tc"))
                    .isEqualTo(
                            new Outcome(
                                    1,
                                    "",
                                    "Error: box web has no session cq3v5m2xw4tc; see: zomg"
                                            + " sessions web\n"));
        }
    }

    @Test
    void one_in_the_background_has_a_log() {
        try (RecordedServer server = new RecordedServer()) {
            server.on(PATH, 200, TWO);

            assertThat(
                            new CommandLineOf(folder)
                                    .server(server)
                                    .run("attach", "web", "kq3v5m2xw4ta"))
                    .isEqualTo(
                            new Outcome(
                                    1,
                                    "",
                                    "Error: session kq3v5m2xw4ta is in the background; see: zomg"
                                            + " logs web --pid 47\n"));
        }
    }

    @Test
    void one_with_a_terminal_needs_one_here() {
        try (RecordedServer server = new RecordedServer()) {
            server.on(PATH, 200, TWO);

            assertThat(
                            new CommandLineOf(folder)
                                    .server(server)
                                    .run("attach", "web", "aq3v5m2xw4tb"))
                    .satisfies(
                            outcome ->
                                    assertThat(outcome.err()).contains(AttachCommand.NO_TERMINAL));
        }
    }
}
