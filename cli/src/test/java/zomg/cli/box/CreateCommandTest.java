package zomg.cli.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.Recorded;
import zomg.cli.RecordedServer;
import zomg.cli.support.Amounts;

class CreateCommandTest {

    private static final String CREATE = "POST /v1/projects/default/boxes";

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
    void a_name_is_enough() {
        server.on(CREATE, 201, Recorded.WEB);

        Outcome outcome = zomg("create", "web");

        assertThat(outcome).isEqualTo(new Outcome(0, "web: running\n", ""));
        assertThat(server.last().body()).isEqualTo("{\"name\":\"web\"}");
        assertThat(server.last().headers()).containsEntry("Authorization", "Bearer secret");
    }

    @Test
    void many_are_made_and_told_in_their_order() {
        server.on(CREATE, 201, Recorded.WEB);

        Outcome outcome = zomg("create", "try", "--fork", "web", "--count", "12");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines())
                .hasSize(12)
                .startsWith("try-1: running", "try-2: running")
                .endsWith("try-12: running");
        assertThat(server.lines()).containsOnly(CREATE).hasSize(12);
    }

    @Test
    void of_many_each_that_fails_is_told() {
        server.refuse(CREATE, 409, "quota_exceeded", "no room");

        Outcome outcome = zomg("create", "try", "--count", "2");

        assertThat(outcome)
                .isEqualTo(new Outcome(1, "", "try-1: error: no room\ntry-2: error: no room\n"));
        assertThat(zomg("create", "try", "--count", "0").err())
                .isEqualTo("Error: " + CreateCommand.BAD_COUNT + "\n");
    }

    @Test
    void every_option_reaches_the_server() {
        server.on(CREATE, 201, Recorded.WEB);

        zomg(
                "create",
                "web",
                "-b",
                "box-base:9f86d0",
                "-e",
                "GREETING=a \"b\" $c",
                "--env",
                "A==",
                "-t",
                "tier=front",
                "--cpu",
                "500m",
                "--memory",
                "2G",
                "--storage",
                "10G",
                "--privileged");

        assertThat(server.last().body())
                .isEqualTo(
                        """
                        {"name":"web","base":"box-base:9f86d0","config":{"cpus":0.5,"ram_mb":2048,"storage_gb":10},\
                        "environment":{"GREETING":"a \\"b\\" $c","A":"="},"tags":{"tier":"front"},\
                        "isolation":"privileged"}""");
    }

    @Test
    void base_cannot_be_used_with_fork() {
        Outcome outcome = zomg("create", "web", "--base", "box-base", "--fork", "old");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("Error: --base cannot be used with --fork\n");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        Outcome outcome =
                zomg(
                        "create",
                        "web",
                        "--cpu",
                        "many",
                        "--memory",
                        "512",
                        "-t",
                        "front",
                        "-e",
                        "=x");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains(Amounts.BAD_CPU, Amounts.BAD_MEMORY)
                .contains("--tag must be KEY=VALUE, not \"front\"")
                .contains("--env must be KEY=VALUE, not \"=x\"");
    }

    @Test
    void a_fork_is_of_the_same_project() {
        server.on("POST /v1/projects/shop/boxes", 201, Recorded.WEB);

        assertThat(zomg("create", "shop:web2", "--fork", "web").exitCode()).isZero();
        assertThat(server.last().body()).isEqualTo("{\"name\":\"web2\",\"fork\":\"web\"}");

        assertThat(zomg("create", "shop:web2", "--fork", "other:web").err())
                .isEqualTo("Error: --fork copies a box of the same project (shop), not of other\n");
    }

    @Test
    void json_is_exactly_what_the_server_returned() {
        server.on(CREATE, 201, "{ \"name\" : \"web\", \"unknown\": [1] }");

        Outcome outcome = zomg("create", "web", "-j");

        assertThat(outcome.out()).isEqualTo("{ \"name\" : \"web\", \"unknown\": [1] }\n");
    }

    @Test
    void every_bad_field_of_the_servers_no_is_shown() {
        server.problem(
                CREATE,
                400,
                """
                {"type":"about:blank","title":"Bad Request","status":400,
                 "detail":"name must start with a letter; tags.X key must be lower case",
                 "code":"invalid_name","request_id":"kq3v5m2xw4ta",
                 "errors":[{"field":"name","rule":"must start with a letter","code":"invalid_name"},
                           {"field":"port","rule":"must be from 1 to 65535","code":"invalid_request"}]}
                """);

        Outcome outcome = zomg("create", "1web");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo(
                        "Error: name must start with a letter; tags.X key must be lower case:"
                                + " port must be from 1 to 65535\n");
    }

    @Test
    void an_existing_name_is_a_failure() {
        server.refuse(CREATE, 409, "box_exists", "there is a box web in project default");

        assertThat(zomg("create", "web"))
                .isEqualTo(new Outcome(1, "", "Error: there is a box web in project default\n"));
    }
}
