package zomg.cli.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;

class DuCommandTest {

    private static final String USAGE = "/v1/projects/default/boxes/web/usage";
    private static final String OPERATION =
            """
            {"id":"kq3v5m2xw4ta","kind":"measure","state":"%s","project":"default","box":"web",\
            "progress":{"percent":100,"step":"done"},"actor":"root",\
            "created_at":"2026-02-03T04:05:06Z","updated_at":"2026-02-03T04:05:06Z"}""";

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
    void what_a_box_costs_is_told_also_where_nothing_is_counted() {
        server.on(
                "POST " + USAGE,
                200,
                """
                {"measured_at":"2026-02-03T04:05:06Z","shared_bytes":1073741824,\
                "frees_bytes":512,"holders":[],"held_elsewhere_bytes":0}""");

        assertThat(zomg("du", "web"))
                .isEqualTo(new Outcome(0, "shared:  1.0G\nfrees:   512B\n", ""));
    }

    @Test
    void what_takes_long_is_waited_for_and_asked_for_then() {
        server.on("POST " + USAGE, 202, OPERATION.formatted("running"))
                .on("GET /v1/operations/kq3v5m2xw4ta", 200, OPERATION.formatted("succeeded"))
                .on(
                        "GET " + USAGE,
                        200,
                        """
                        {"own_bytes":1048576,"measured_at":"2026-02-03T04:05:06Z",\
                        "shared_bytes":0,"frees_bytes":1048576,\
                        "holders":[{"kind":"volume_snapshot","name":"default:a@v0","bytes":1024}],\
                        "held_elsewhere_bytes":0}""");

        assertThat(zomg("du", "web").out())
                .isEqualTo(
                        """
                        own:      1.0M
                        shared:   0B
                        frees:    1.0M
                        held_by:  1.0K volume snapshot default:a@v0
                        """);
    }
}
