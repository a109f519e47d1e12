package zomg.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.CommandLineOf;
import zomg.cli.RecordedServer;

final class SnapshotCommandTest {

    private static final String SNAPSHOTS = "/v1/projects/default/boxes/web/snapshots";
    private static final String V0 =
            "{\"id\":\"kq3v5m2xw4ta\",\"name\":\"v0\",\"description\":\"as it was\","
                    + "\"state\":\"ready\",\"safety\":false,\"size_bytes\":10485760,"
                    + "\"frozen_ms\":0,\"volumes\":[],\"created_at\":\"2026-01-01T00:00:00Z\"}";
    private static final String WEB =
            "{\"id\":\"abcdefghij23\",\"name\":\"web\",\"project\":\"default\","
                    + "\"status\":\"running\",\"created_at\":\"2026-01-01T00:00:00Z\","
                    + "\"updated_at\":\"2026-01-01T00:00:00Z\"}";

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
    void a_snapshot_is_taken_and_its_name_printed() {
        server.on("POST " + SNAPSHOTS, 201, V0);

        assertThat(zomg().run("snapshot", "create", "web", "-m", "as it was").out())
                .isEqualTo("v0\n");
        assertThat(server.last().body()).isEqualTo("{\"description\":\"as it was\"}");
        zomg().run("snapshot", "create", "web", "v0");
        assertThat(server.last().body()).isEqualTo("{\"name\":\"v0\"}");
        zomg().run("snapshot", "create", "web", "--name", "v0");
        assertThat(server.last().body()).isEqualTo("{\"name\":\"v0\"}");
        zomg().run("snapshot", "create", "web", "--no-data");
        assertThat(server.last().body()).isEqualTo("{\"data\":false}");
    }

    @Test
    void a_name_is_given_once() {
        assertThat(zomg().run("snapshot", "create", "web", "a", "--name", "b"))
                .isEqualTo(
                        new CommandLineOf.Outcome(
                                2, "", "Error: " + CreateCommand.NAMED_TWICE + "\n"));
    }

    @Test
    void snapshots_are_listed_with_what_happened_to_them() {
        String lost = V0.replace("\"v0\"", "\"v1\"").replace("ready", "lost");
        String json =
                "{\"snapshots\":[" + V0 + "," + lost.replace("\"size_bytes\":10485760,", "") + "]}";
        server.on("GET " + SNAPSHOTS, 200, json);

        assertThat(zomg().run("snapshot", "list", "web").out())
                .isEqualTo(
                        """
                        NAME\tSIZE\tCREATED\tDESCRIPTION
                        v0\t10M\t2026-01-01T00:00:00Z\tas it was
                        v1\t-\t2026-01-01T00:00:00Z\t(lost) as it was
                        """);
        assertThat(zomg().run("snapshot", "list", "web", "-q").out()).isEqualTo("v0\nv1\n");
        assertThat(zomg().run("snapshot", "list", "web", "-j").out()).isEqualTo(json + "\n");
    }

    @Test
    void a_restore_tells_what_it_kept() {
        server.on(
                "POST " + SNAPSHOTS + "/v0/restore",
                200,
                "{\"box\":"
                        + WEB
                        + ",\"volumes\":[],\"safety\":"
                        + V0.replace("\"v0\"", "\"v1\"")
                        + "}");

        assertThat(zomg().run("snapshot", "restore", "web", "v0").out())
                .isEqualTo("web: running, restored to v0; before it: v1\n");
        assertThat(server.last().body()).isEqualTo("{\"safety\":true}");
    }

    @Test
    void a_restore_may_keep_nothing() {
        server.on("POST " + SNAPSHOTS + "/v0/restore", 200, "{\"box\":" + WEB + ",\"volumes\":[]}");

        assertThat(zomg().run("snapshot", "restore", "web", "v0", "--no-safety").out())
                .isEqualTo("web: running, restored to v0\n");
        assertThat(server.last().body()).isEqualTo("{\"safety\":false}");
    }

    @Test
    void a_restore_with_data_tells_of_which_volumes() {
        server.on(
                "POST " + SNAPSHOTS + "/v0/restore",
                200,
                "{\"box\":"
                        + WEB
                        + ",\"volumes\":[{\"id\":\"aaaaaaaaaaaa\",\"volume\":\"log\","
                        + "\"name\":\"web-v0\",\"status\":\"ready\"},{\"id\":\"bbbbbbbbbbbb\","
                        + "\"volume\":\"tables\",\"name\":\"web-v0\",\"status\":\"ready\"}]}");

        assertThat(zomg().run("snapshot", "restore", "web", "v0", "--data", "-f").out())
                .isEqualTo("web: running, restored to v0 with log, tables\n");
        assertThat(server.last().body())
                .isEqualTo("{\"safety\":true,\"data\":true,\"force\":true}");
    }

    @Test
    void a_restore_that_takes_long_is_waited_for() {
        String operation =
                "{\"id\":\"oooooooooooo\",\"kind\":\"restore\",\"state\":\"%s\","
                        + "\"project\":\"default\",\"box\":\"web\","
                        + "\"progress\":{\"percent\":50,\"step\":\"starting\"},\"actor\":\"root\","
                        + "\"created_at\":\"2026-01-01T00:00:00Z\","
                        + "\"updated_at\":\"2026-01-01T00:00:00Z\"}";
        server.on("POST " + SNAPSHOTS + "/v0/restore", 202, operation.formatted("running"));
        server.on("GET /v1/operations/oooooooooooo", 200, operation.formatted("succeeded"));
        server.on("GET /v1/projects/default/boxes/web", 200, WEB);

        assertThat(zomg().run("snapshot", "restore", "web", "v0").out())
                .isEqualTo("web: running, restored to v0\n");
    }

    @Test
    void each_of_several_is_deleted() {
        server.on("DELETE " + SNAPSHOTS + "/v0", 200, "{\"status\":\"deleted\"}");
        server.refuse("DELETE " + SNAPSHOTS + "/v1", 409, "box_busy", "box is busy");
        server.on("DELETE " + SNAPSHOTS + "/v2", 200, "{\"status\":\"deleted\"}");

        CommandLineOf.Outcome outcome = zomg().run("snapshot", "rm", "web", "v0", "v1", "v2");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEqualTo("v0: deleted\nv2: deleted\n");
        assertThat(outcome.err()).isEqualTo("v1: error: box is busy\n");
    }
}
