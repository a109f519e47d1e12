package zomg.cli.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;

class ExecCommandTest {

    private static final String EXEC = "POST /v1/projects/default/boxes/web/exec";

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Outcome zomg(String... arguments) {
        return new CommandLineOf(folder).server(server).run(arguments);
    }

    private void answers(String json) {
        server.on(EXEC, 200, json);
    }

    @Test
    void output_and_exit_code_are_the_commands_own() {
        answers("{\"detached\":false,\"exit_code\":7,\"stdout\":\"out\",\"stderr\":\"err\\n\"}");

        assertThat(zomg("exec", "web", "--", "sh", "-c", "exit 7"))
                .isEqualTo(new Outcome(7, "out", "err\n"));
        assertThat(server.last().body())
                .isEqualTo("{\"command\":[\"sh\",\"-c\",\"exit 7\"],\"timeout\":3600}");
    }

    @Test
    void arguments_stay_arguments_whatever_they_look_like() {
        answers("{\"detached\":false,\"exit_code\":0}");

        zomg("exec", "web", "--", "list", "--help", "-f", "--", "@file", "", "é \"$x\"");

        assertThat(server.last().body())
                .startsWith(
                        "{\"command\":[\"list\",\"--help\",\"-f\",\"--\",\"@file\",\"\","
                                + "\"é \\\"$x\\\"\"]");
    }

    @Test
    void options_stand_before_and_after_the_box() {
        answers("{\"detached\":false,\"exit_code\":0}");

        zomg(
                "exec",
                "--user",
                "bob",
                "web",
                "--cwd",
                "/work",
                "--env",
                "A=b",
                "--timeout",
                "5",
                "--sh",
                "--",
                "echo",
                "$A");

        assertThat(server.last().body())
                .isEqualTo(
                        "{\"command\":[\"echo\",\"$A\"],\"cwd\":\"/work\",\"env\":{\"A\":\"b\"},"
                                + "\"shell\":true,\"user\":\"bob\",\"timeout\":5}");
    }

    @Test
    void bytes_that_are_no_text_come_through() {
        String base64 = Base64.getEncoder().encodeToString("\0ÿ".getBytes(StandardCharsets.UTF_8));
        answers("{\"detached\":false,\"exit_code\":0,\"stdout_base64\":\"" + base64 + "\"}");

        assertThat(zomg("exec", "web", "--", "cat").out()).isEqualTo("\0ÿ");
    }

    @Test
    void the_background_prints_the_pid() {
        answers("{\"detached\":true,\"process\":{\"pid\":42}}");

        assertThat(zomg("exec", "web", "--bg", "--", "sleep", "9"))
                .isEqualTo(new Outcome(0, "pid=42\n", ""));
        assertThat(server.last().body())
                .isEqualTo("{\"command\":[\"sleep\",\"9\"],\"no_hup\":true}");
        assertThat(zomg("exec", "web", "--bg", "-j", "--", "sleep", "9").out())
                .isEqualTo("{\"detached\":true,\"process\":{\"pid\":42}}\n");
    }

    @Test
    void json_is_refused_in_the_foreground() {
        assertThat(zomg("exec", "web", "-j", "--", "ls"))
                .isEqualTo(
                        new Outcome(2, "", "Error: --json is not supported in foreground mode\n"));
    }

    @Test
    void a_missing_command_is_named() {
        assertThat(zomg("exec", "web"))
                .isEqualTo(new Outcome(2, "", "Error: " + ExecCommand.NO_COMMAND + "\n"));
    }

    @Test
    void an_option_of_the_command_without_dashes_before_it_is_explained() {
        assertThat(zomg("exec", "web", "ls", "-l").err()).contains("put -- before the command");
    }

    @Test
    void a_missing_exit_status_is_never_success() {
        answers("{\"detached\":false,\"stdout\":\"half\"}");

        assertThat(zomg("exec", "web", "--", "ls"))
                .isEqualTo(new Outcome(255, "half", "Error: " + ExecCommand.NO_STATUS + "\n"));
    }

    @Test
    void a_killed_command_has_no_status_of_its_own() {
        server.refuse(EXEC, 504, "exec_timeout", "the command ran longer than 5 s and was killed");

        Outcome outcome = zomg("exec", "web", "--timeout", "5", "--", "sleep", "9");

        assertThat(outcome.exitCode()).isEqualTo(255);
        assertThat(outcome.err()).contains("ran longer than 5 s", "(request kq3v5m2xw4ta)");
    }

    @Test
    void an_unknown_box_is_a_failure() {
        server.refuse(EXEC, 404, "box_not_found", "there is no box web in project default");

        assertThat(zomg("exec", "web", "--", "ls").exitCode()).isEqualTo(1);
    }

    @Test
    void cut_output_is_said() {
        answers("{\"detached\":false,\"exit_code\":0,\"truncated\":true}");

        assertThat(zomg("exec", "web", "--", "yes").err()).isEqualTo(ExecCommand.TRUNCATED + "\n");
    }
}
