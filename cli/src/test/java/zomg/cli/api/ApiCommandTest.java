package zomg.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;
import zomg.cli.client.Operations;

class ApiCommandTest {

    private static final String CREATE = "POST /v1/projects/p/boxes";

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandLineOf zomg() {
        return new CommandLineOf(folder).server(server);
    }

    @Test
    void every_operation_of_the_contract_is_there() {
        assertThat(Operations.all())
                .extracting(Operation::id)
                .contains("createBox", "listBoxes", "execInBox", "showSetup", "showVersion");
        assertThat(Operations.all())
                .allSatisfy(
                        operation ->
                                assertThat(zomg().run("api", operation.id(), "--help").out())
                                        .contains(operation.method() + " " + operation.path()));
    }

    @Test
    void path_and_query_parameters_are_options() {
        server.on("GET /v1/projects/-/boxes?max_results=5&tag=a%3Db&tag=c%3Dd", 200, "{ }");

        Outcome outcome =
                zomg().run(
                                "api",
                                "listBoxes",
                                "--project",
                                "-",
                                "--max-results",
                                "5",
                                "--tag",
                                "a=b",
                                "--tag",
                                "c=d");

        assertThat(outcome).isEqualTo(new Outcome(0, "{ }\n", ""));
    }

    @Test
    void events_are_printed_as_they_come() {
        server.with("GET /v1/events?after=0", 200, "text/event-stream", "id: 41\n\n");

        Outcome outcome = zomg().run("api", "followEvents", "--after", "0");

        assertThat(outcome).isEqualTo(new Outcome(0, "id: 41\n\n", ""));
    }

    @Test
    void a_body_is_sent_as_it_is() throws IOException {
        server.on(CREATE, 201, "{\"id\":1}");
        Files.writeString(folder.resolve("box.json"), "{\"from\": \"file\"}");

        zomg().run("api", "createBox", "--project", "p", "--body", "{\"name\": 7}");
        assertThat(server.last().body()).isEqualTo("{\"name\": 7}");

        zomg().run("api", "createBox", "--project", "p", "--body", "@box.json");
        assertThat(server.last().body()).isEqualTo("{\"from\": \"file\"}");

        zomg().input("{\"from\": \"stdin\"}")
                .run("api", "createBox", "--project", "p", "--body", "-");
        assertThat(server.last().body()).isEqualTo("{\"from\": \"stdin\"}");
    }

    @Test
    void a_body_that_is_not_needed_is_an_empty_object() {
        server.on("POST /v1/projects/p/boxes/web/stop", 200, "{}");

        assertThat(zomg().run("api", "stopBox", "--project", "p", "--name", "web").exitCode())
                .isZero();
        assertThat(server.last().body()).isEqualTo("{}");
    }

    @Test
    void what_is_required_is_asked_for() {
        Outcome outcome = zomg().run("api", "createBox");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--project", "--body");
    }
}
