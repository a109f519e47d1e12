package zomg.cli.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;
import zomg.cli.session.SessionServer;

class ExecCommandTest {

    private static final String EXEC = "POST /v1/projects/default/boxes/web/exec";
    private static final String SESSION = "/v1/projects/default/boxes/web/exec/ws?command=";

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();
    private final SessionServer sessions = new SessionServer();

    @AfterEach
    void stop() {
        server.close();
        sessions.close();
    }

    /** In the foreground. */
    private Outcome zomg(String... arguments) {
        return new CommandLineOf(folder).variable("ZOMG_URL", sessions.url()).run(arguments);
    }

    private Outcome inBackground(String... arguments) {
        return new CommandLineOf(folder).server(server).run(arguments);
    }

    private void answers(String json) {
        server.on(EXEC, 200, json);
    }

    @Test
    void output_and_exit_code_are_the_commands_own() {
        sessions.begins(client -> client.greet().out("out").err("err\n").exit(7));

        assertThat(zomg("exec", "web", "--", "sh", "-c", "exit 7"))
                .isEqualTo(new Outcome(7, "out", "err\n"));
        assertThat(sessions.path())
                .isEqualTo(SESSION + "sh&command=-c&command=exit%207&stdin=true&tty=false");
    }

    @Test
    void arguments_stay_arguments_whatever_they_look_like() {
        zomg("exec", "web", "--", "list", "--help", "-f", "--", "@file", "", "é \"$x\"&+");

        assertThat(sessions.path())
                .isEqualTo(
                        SESSION
                                + "list&command=--help&command=-f&command=--&command=%40file&command="
                                + "&command=%C3%A9%20%22%24x%22%26%2B&stdin=true&tty=false");
    }

    @Test
    void options_stand_before_and_after_the_box() {
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

        assertThat(sessions.path())
                .isEqualTo(
                        SESSION
                                + "echo&command=%24A&stdin=true&tty=false&cwd=%2Fwork&user=bob"
                                + "&shell=true&timeout=5");
        assertThat(sessions.frames().getFirst()).isEqualTo("5 {\"env\":{\"A\":\"b\"}}");
    }

    @Test
    void without_a_command_bash_reads_the_input() {
        zomg("exec", "web");

        assertThat(sessions.path()).isEqualTo(SESSION + "bash&stdin=true&tty=false");
    }

    @Test
    void the_background_prints_the_pid() {
        answers("{\"detached\":true,\"process\":{\"pid\":42}}");

        assertThat(inBackground("exec", "web", "--bg", "--", "sleep", "9"))
                .isEqualTo(new Outcome(0, "pid=42\n", ""));
        assertThat(server.last().body())
                .isEqualTo("{\"command\":[\"sleep\",\"9\"],\"no_hup\":true}");
        assertThat(inBackground("exec", "web", "--bg", "-j", "--", "sleep", "9").out())
                .isEqualTo("{\"detached\":true,\"process\":{\"pid\":42}}\n");
    }

    @Test
    void what_goes_to_the_background_takes_the_same_options() {
        answers("{\"detached\":true,\"process\":{\"pid\":42}}");

        inBackground(
                "exec", "web", "--bg", "--sh", "--cwd", "/", "-e", "A=b", "--user", "bob", "--",
                "x");

        assertThat(server.last().body())
                .isEqualTo(
                        "{\"command\":[\"x\"],\"cwd\":\"/\",\"env\":{\"A\":\"b\"},"
                                + "\"no_hup\":true,\"shell\":true,\"user\":\"bob\"}");
    }

    @Test
    void whether_it_went_to_the_background_may_be_unknown() {
        server.refuse(EXEC, 500, "answer_lost", "nobody knows whether it started");

        assertThat(inBackground("exec", "web", "--bg", "--", "ls").exitCode()).isEqualTo(255);
    }

    @Test
    void an_unknown_box_is_a_failure() {
        server.refuse(EXEC, 404, "box_not_found", "there is no box web in project default");

        assertThat(inBackground("exec", "web", "--bg", "--", "ls").exitCode()).isEqualTo(1);
    }

    @Test
    void json_is_refused_in_the_foreground() {
        assertThat(zomg("exec", "web", "-j", "--", "ls"))
                .isEqualTo(
                        new Outcome(2, "", "Error: --json is not supported in foreground mode\n"));
    }

    @Test
    void nothing_to_leave_running_is_named() {
        assertThat(inBackground("exec", "web", "--bg"))
                .isEqualTo(new Outcome(2, "", "Error: " + ExecCommand.NO_COMMAND + "\n"));
    }

    @Test
    void an_option_of_the_command_without_dashes_before_it_is_explained() {
        assertThat(zomg("exec", "web", "ls", "-l").err()).contains("put -- before the command");
    }
}
