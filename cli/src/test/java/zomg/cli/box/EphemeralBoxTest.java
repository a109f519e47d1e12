package zomg.cli.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;

class EphemeralBoxTest {

    private static final String CREATE = "POST /v1/projects/default/boxes";
    private static final String NAME = "ephemeral-" + ProcessHandle.current().pid() + "-[0-9]{13}";

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Outcome zomg(String... arguments) {
        return new CommandLineOf(folder).server(server).run(arguments);
    }

    private void creates(String project) {
        server.on("POST /v1/projects/" + project + "/boxes", 201, "{}");
    }

    private void deletes(String project) {
        server.onBeginning(
                "DELETE /v1/projects/" + project + "/boxes/ephemeral-", 200, "{\"deleted\":true}");
    }

    @Test
    void it_is_made_and_deleted_even_if_there_is_no_session() {
        creates("default");
        deletes("default");

        Outcome outcome = zomg("exec", "-", "--", "true");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).matches("ephemeral box: " + NAME + "\nError: [^\n]*\n");
        assertThat(server.lines().getFirst()).isEqualTo(CREATE);
        assertThat(server.lines().get(1))
                .matches("GET /v1/projects/default/boxes/" + NAME + "/exec/ws\\?.*");
        assertThat(server.lines().getLast())
                .matches("DELETE /v1/projects/default/boxes/" + NAME + "\\?force=true");
    }

    @Test
    void it_may_be_in_another_project() {
        creates("shop");
        deletes("shop");

        zomg("exec", "shop:-", "--", "true");
        assertThat(server.lines().getLast()).startsWith("DELETE /v1/projects/shop/boxes/eph");

        zomg("exec", "-p", "shop", "-", "--", "true");
        assertThat(server.lines().getLast()).startsWith("DELETE /v1/projects/shop/boxes/eph");
    }

    @Test
    void what_was_refused_is_not_deleted() {
        server.refuse(CREATE, 409, "quota_exceeded", "the project is full");

        assertThat(zomg("exec", "-", "--", "true"))
                .isEqualTo(new Outcome(1, "", "Error: the project is full\n"));
        assertThat(server.lines()).containsExactly(CREATE);
    }

    @Test
    void one_that_may_have_been_made_is_deleted() {
        server.refuse(CREATE, 409, "answer_lost", "nobody knows");
        deletes("default");

        zomg("exec", "-", "--", "true");

        assertThat(server.lines()).hasSize(2).last().asString().startsWith("DELETE ");
    }

    @Test
    void one_that_is_left_is_named() {
        creates("default");

        assertThat(zomg("exec", "-", "--", "true").err())
                .containsPattern(
                        "ephemeral box default:%s was not deleted \\(.*\\); see: zomg delete -f default:%s\n"
                                .formatted(NAME, NAME));
    }

    @Test
    void what_cannot_be_with_it_is_refused() {
        assertThat(zomg("exec", "-", "-j", "--", "true"))
                .isEqualTo(
                        new Outcome(2, "", "Error: --json is not supported for ephemeral exec\n"));
        assertThat(zomg("exec", "shop:-", "--bg", "--", "true"))
                .isEqualTo(
                        new Outcome(2, "", "Error: " + ExecCommand.BACKGROUND_IN_EPHEMERAL + "\n"));
        assertThat(zomg("console", "-"))
                .isEqualTo(new Outcome(2, "", "Error: " + ConsoleCommand.NO_TERMINAL + "\n"));
        assertThat(server.lines()).isEmpty();
    }
}
