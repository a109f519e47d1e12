package zomg.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.Recorded;
import zomg.cli.RecordedServer;
import zomg.cli.support.Amounts;

class DataCommandTest {

    private static final String DATA = "/v1/projects/default/data";
    private static final String VOLUME =
            """
            {"id":"kq3v5m2xw4ta","name":"datasets","project":"default","status":"ready",\
            "created_at":"2026-02-03T04:05:06Z","updated_at":"2026-02-03T04:05:06Z",\
            "storage_gb":10,"attached_to":[{"box":"web","path":"/srv/data","read_only":true}]}""";
    private static final String USAGE =
            """
            {"own_bytes":20971520,"storage_gb":10,"measured_at":"2026-02-03T04:05:06Z",\
            "shared_bytes":12582912,"frees_bytes":8388608,\
            "holders":[{"kind":"volume","name":"default:copy","bytes":12582912}],\
            "held_elsewhere_bytes":1048576}""";
    private static final String SNAPSHOT =
            """
            {"id":"kq3v5m2xw4tb","name":"v0","volume":"datasets","project":"default",\
            "status":"ready","created_at":"2026-02-03T04:05:06Z","description":"before"}""";

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
    void a_volume_is_made_as_a_copy_of_another_one_or_of_its_snapshot() {
        server.on("POST " + DATA, 201, VOLUME);

        Outcome outcome =
                zomg("data", "create", "datasets", "--from", "other", "--from-snapshot", "v3");

        assertThat(outcome).isEqualTo(new Outcome(0, "datasets: created\n", ""));
        assertThat(server.last().body())
                .isEqualTo("{\"name\":\"datasets\",\"from\":\"other\",\"from_snapshot\":\"v3\"}");
    }

    @Test
    void a_limit_is_given_at_first_and_changed_later() {
        server.on("POST " + DATA, 201, VOLUME);
        server.on("PUT " + DATA + "/datasets", 200, VOLUME);

        assertThat(zomg("data", "create", "datasets", "--storage", "10G"))
                .isEqualTo(new Outcome(0, "datasets: created\n", ""));
        assertThat(server.last().body()).isEqualTo("{\"name\":\"datasets\",\"storage_gb\":10}");
        assertThat(zomg("data", "update", "datasets", "--storage", "20G"))
                .isEqualTo(new Outcome(0, "datasets: updated\n", ""));
        assertThat(server.last().body()).isEqualTo("{\"storage_gb\":20}");
        assertThat(zomg("data", "update", "datasets", "--storage", "20"))
                .isEqualTo(new Outcome(2, "", "Error: %s%n".formatted(Amounts.BAD_STORAGE)));
    }

    @Test
    void what_cannot_be_copied_is_said_before_the_server_is_asked() {
        assertThat(zomg("data", "create", "a:x", "--from", "b:y"))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "Error: %s%n"
                                        .formatted(
                                                CreateCommand.FROM_ELSEWHERE.formatted("a", "b"))));
        assertThat(zomg("data", "create", "x", "--from-snapshot", "v0"))
                .isEqualTo(
                        new Outcome(
                                2, "", "Error: %s%n".formatted(CreateCommand.SNAPSHOT_OF_WHAT)));
        assertThat(zomg("data", "snapshot", "create", "x", "a", "--name", "b"))
                .isEqualTo(
                        new Outcome(
                                2, "", "Error: %s%n".formatted(CreateSnapshotCommand.TWO_NAMES)));
    }

    @Test
    void volumes_are_listed_with_their_projects_where_all_are() {
        server.on(
                "GET /v1/projects/-/data",
                200,
                "{\"volumes\":[%s],\"has_more\":false}".formatted(VOLUME));

        assertThat(zomg("data", "list", "-a", "-q").out()).isEqualTo("default:datasets\n");
        assertThat(zomg("data", "ls", "-a").out())
                .isEqualTo(
                        """
                        NAME\tPROJECT\tSTATUS\tSTORAGE\tORIGIN\tCREATED
                        datasets\tdefault\tready\t10G\t\t2026-02-03T04:05:06Z
                        """);
    }

    @Test
    void a_volume_is_shown_with_its_boxes() {
        server.on("GET " + DATA + "/datasets", 200, VOLUME)
                .on("GET " + DATA + "/datasets/usage", 200, USAGE);

        assertThat(zomg("data", "show", "default:datasets").out())
                .contains("status:      ready\n", "box:         web=/srv/data:ro\n")
                .contains("own:         20M of 10G\n", "frees:       8.0M\n");
    }

    @Test
    void a_volume_is_measured_and_what_it_costs_is_told() {
        server.on("POST " + DATA + "/datasets/usage", 200, USAGE);

        assertThat(zomg("data", "du", "datasets").out())
                .isEqualTo(
                        """
                        own:      20M of 10G
                        shared:   12M
                        frees:    8.0M
                        held_by:  12M volume default:copy
                        held_by:  1.0M what has no name
                        """);
    }

    @Test
    void what_cannot_be_deleted_is_said_and_the_rest_goes() {
        server.problem(
                "DELETE " + DATA + "/used",
                409,
                "{\"code\":\"volume_in_use\",\"detail\":\"volume used is attached\"}");
        server.on("DELETE " + DATA + "/free", 200, "{\"status\":\"deleted\"}");

        assertThat(zomg("data", "delete", "used", "free"))
                .isEqualTo(
                        new Outcome(
                                1, "free: deleted\n", "used: error: volume used is attached\n"));
    }

    @Test
    void a_volume_is_attached_and_detached() {
        server.on("POST " + DATA + "/datasets/attach", 200, Recorded.WEB);
        server.on("POST " + DATA + "/datasets/detach", 200, Recorded.WEB);

        assertThat(zomg("data", "attach", "web", "datasets=/srv/a=b:ro"))
                .isEqualTo(new Outcome(0, "web: attached datasets=/srv/a=b:ro\n", ""));
        assertThat(server.last().body())
                .isEqualTo("{\"box\":\"web\",\"path\":\"/srv/a=b\",\"read_only\":true}");
        assertThat(zomg("data", "detach", "web", "datasets"))
                .isEqualTo(new Outcome(0, "web: detached datasets\n", ""));
        assertThat(server.last().body()).isEqualTo("{\"box\":\"web\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"datasets", "datasets=", "=/srv", "datasets=srv", "datasets:/srv"})
    void a_mount_of_another_form_is_refused(String mount) {
        assertThat(zomg("data", "attach", "web", mount).exitCode()).isEqualTo(2);
        assertThat(zomg("create", "web", "-d", mount).err())
                .isEqualTo(
                        "Error: --data must be NAME=/path, NAME=/path:ro or NAME=/path:rw, not \"%s\"%n"
                                .formatted(mount));
    }

    @Test
    void data_volumes_of_a_new_box_reach_the_server() {
        server.on("POST /v1/projects/default/boxes", 201, Recorded.WEB);

        zomg("create", "web", "-d", "a=/srv/a", "--data", "b=/srv/b:ro", "-d", "c=/srv/c:rw");

        assertThat(server.last().body())
                .isEqualTo(
                        """
                        {"name":"web","data_mounts":[\
                        {"name":"a","path":"/srv/a","read_only":false},\
                        {"name":"b","path":"/srv/b","read_only":true},\
                        {"name":"c","path":"/srv/c","read_only":false}]}""");
    }

    @Test
    void snapshots_are_taken_listed_restored_and_deleted() {
        String snapshots = DATA + "/datasets/snapshots";
        server.on("POST " + snapshots, 201, SNAPSHOT);
        server.on("GET " + snapshots, 200, "{\"snapshots\":[%s]}".formatted(SNAPSHOT));
        server.on("POST " + snapshots + "/v0/restore", 200, VOLUME);
        server.on("DELETE " + snapshots + "/v0", 200, "{\"status\":\"deleted\"}");

        assertThat(zomg("data", "snapshot", "create", "datasets", "-m", "before").out())
                .isEqualTo("datasets: snapshot v0\n");
        assertThat(zomg("data", "snapshot", "list", "datasets").out())
                .isEqualTo("NAME\tCREATED\tDESCRIPTION\nv0\t2026-02-03T04:05:06Z\tbefore\n");
        assertThat(zomg("data", "snapshot", "list", "datasets", "-q").out()).isEqualTo("v0\n");
        assertThat(zomg("data", "snapshot", "restore", "datasets", "v0").out())
                .isEqualTo("datasets: restored from v0\n");
        assertThat(zomg("data", "snapshot", "delete", "datasets", "v0").out())
                .isEqualTo("v0: deleted\n");
    }
}
