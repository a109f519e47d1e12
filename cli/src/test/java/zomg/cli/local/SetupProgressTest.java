package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.RecordedServer;
import zomg.cli.client.ServerClient;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Server;

class SetupProgressTest {

    private static final String SETUP = "GET /v1/setup";
    private static final String READY =
            """
            {"ready":true,"steps":[{"name":"pool","state":"done","percent":100,"detail":""},
                                   {"name":"base","state":"done","percent":100,"detail":""}]}""";
    private static final String FAILED =
            """
            {"ready":false,"steps":[{"name":"pool","state":"failed","percent":3,"detail":"no loop device"},
                                    {"name":"base","state":"pending","percent":0,"detail":""}]}""";

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        server.close();
    }

    private SetupProgress progress(boolean atTerminal) {
        Http http =
                Http.to(new Server(Server.parse(server.url()), Optional.empty()), Optional.empty());
        CommandLineOf zomg = new CommandLineOf(folder);
        if (atTerminal) {
            zomg.atTerminal();
        }
        return new SetupProgress(
                new ServerClient(http), zomg.terminal(new ByteArrayOutputStream(), err));
    }

    @Test
    void a_program_gets_a_line_for_each_step() {
        server.on(SETUP, 200, READY);

        progress(false).await();

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("pool     done\nbase     done\n");
    }

    @Test
    void a_person_sees_a_bar_that_is_replaced() {
        server.on(
                SETUP,
                200,
                """
                {"ready":true,"steps":[{"name":"base","state":"running","percent":50,
                                        "detail":"Unpacking %s"}]}"""
                        .formatted("x".repeat(200)));

        progress(true).await();

        String said = err.toString(StandardCharsets.UTF_8);
        assertThat(said)
                .startsWith("\r\033[Kbase     [############------------]  50% Unpacking xxx")
                .doesNotContain("\n");
        assertThat(said.length()).isLessThan(90);
    }

    @Test
    void a_failed_step_ends_the_waiting_with_its_reason() {
        server.on(SETUP, 200, FAILED);

        assertThatThrownBy(() -> progress(false).await())
                .isInstanceOf(Failure.class)
                .hasMessage("setting up the pool failed: no loop device");
    }

    @Test
    void the_boxes_of_before_do_not_need_a_base() {
        server.on(
                SETUP,
                200,
                """
                {"ready":false,"steps":[{"name":"boxes","state":"done","percent":100,"detail":""},
                                        {"name":"base","state":"running","percent":1,"detail":""}]}""");

        progress(false).awaitBoxes();

        assertThat(server.lines()).containsExactly(SETUP);
    }

    @Test
    void what_cannot_be_set_up_can_still_be_taken_down() {
        server.on(SETUP, 200, FAILED);

        progress(false).awaitBoxes();

        assertThat(server.lines()).containsExactly(SETUP);
    }
}
