package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zomg.cli.CommandLineOf;
import zomg.cli.CommandLineOf.Outcome;
import zomg.cli.RecordedServer;
import zomg.cli.support.ServerFile;

/** What up, down and status say before they touch anything, and status of a running server. */
class LocalCommandsTest {

    /** Where the command's own programs would be; doctor only says that they are missing. */
    private static final String HOME = "zomg.home";

    @TempDir Path folder;

    private final RecordedServer server = new RecordedServer();

    @BeforeEach
    void answers() {
        server.on(
                "GET /version",
                200,
                "{\"name\":\"zomg\",\"version\":\"0.1\",\"api\":\"v1\",\"engine\":\"local\"}");
    }

    @BeforeEach
    void liesSomewhere() {
        System.setProperty(HOME, folder.toString());
    }

    @AfterEach
    void stop() {
        System.clearProperty(HOME);
        server.close();
    }

    private Outcome zomg(String... arguments) {
        return new CommandLineOf(folder)
                .variable("ZOMG_STATE_DIR", folder.resolve("state").toString())
                .run(arguments);
    }

    private void serverFile(ProcessId process) throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        ServerFile file =
                new ServerFile(
                        server.url(),
                        process.pid(),
                        process.startTime(),
                        "/pool",
                        "/state/db",
                        "local",
                        "0.1",
                        "/elsewhere",
                        "/opt/zomg/0.1",
                        "token");
        Files.writeString(run.resolve(ServerFile.NAME), file.toJson());
    }

    private static ProcessId self() {
        return ProcessId.of(ProcessHandle.current().pid()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --pool /mnt --pool-size 9G|Error: --pool cannot be used with --pool-size",
                "up --pool-size 9|Error: --pool-size must be a number with a unit such as 20G or 4096M",
                "up --port 99999|Error: --port must be from 1 to 65535",
                "up --port x --subnet y|Error: --port must be from 1 to 65535; --subnet must be of the form 10.66.0.0/16",
                "up --database-url postgresql://db/zomg|Error: --database-url must be of the form jdbc:postgresql://host:5432/database, without a password",
                "up --database-url jdbc:postgresql://ann:secret@db/zomg|Error: --database-url must be of the form jdbc:postgresql://host:5432/database, without a password",
                "down --keep-boxes --purge|Error: --keep-boxes cannot be used with --purge"
            })
    void what_cannot_be_meant_is_refused_first(String line, String message) {
        Outcome outcome = zomg(line.split(" ", -1));

        assertThat(outcome).isEqualTo(new Outcome(2, "", message + "\n"));
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void status_without_a_server_says_how_to_get_one() {
        assertThat(zomg("status"))
                .isEqualTo(new Outcome(1, "", "Error: " + StatusCommand.NOT_UP + "\n"));
    }

    @Test
    void status_of_a_killed_server_is_not_up() throws IOException {
        serverFile(new ProcessId(self().pid(), self().startTime() + 1));

        assertThat(zomg("status"))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "Error: " + StatusCommand.GONE.formatted(self().pid()) + "\n"));
    }

    @Test
    void status_as_json_has_the_documented_members() throws IOException {
        serverFile(self());

        assertThat(zomg("status", "--json").out())
                .isEqualTo(
                        """
                        {"url":"%s","token_file":"%s/.config/zomg/token","pid":%d,"pool":"/pool",\
                        "database":"/state/db","engine":"local","version":"0.1"}
                        """
                                .formatted(server.url(), folder, self().pid()));
    }

    @Test
    void status_tells_the_room_in_the_pool() throws IOException {
        serverFile(self());
        server.on(
                "GET /v1/pool",
                200,
                """
                {"size_bytes":21474836480,"free_bytes":8589934592,"metadata_free_bytes":1073741824,\
                "reserve_bytes":2147483648}""");

        assertThat(zomg("status").out())
                .contains("8.0 GiB of 20.0 GiB free; new boxes leave 2.0 GiB");
        assertThat(zomg("status", "--json").out())
                .contains(
                        """
                        "version":"0.1","pool_space":{"size_bytes":21474836480,\
                        "free_bytes":8589934592,"metadata_free_bytes":1073741824,\
                        "reserve_bytes":2147483648}}""");
    }

    @Test
    void status_for_a_person_says_how_far_the_set_up_is() throws IOException {
        serverFile(self());
        server.on(
                "GET /v1/setup",
                200,
                """
                {"ready":false,"steps":[{"name":"pool","state":"done","percent":100,"detail":""},
                  {"name":"base","state":"running","percent":4,"detail":"Unpacking git"}]}""");

        assertThat(zomg("status").out()).contains("setup:       base is running: Unpacking git\n");
    }

    @Test
    void doctor_says_what_the_server_found_and_ends_with_4_if_it_cannot_be_mended()
            throws IOException {
        serverFile(self());
        server.on(
                "GET /v1/doctor",
                200,
                """
                {"findings":[{"kind":"not_running","subject":"default:web","uid":"kq3v5m2xw4ta",
                  "sentence":"its first process ended","repair":"possible"}],"boxes_looked_at":true}""");
        server.on(
                "POST /v1/doctor",
                200,
                """
                {"findings":[{"kind":"machine_part","subject":"pool",
                  "sentence":"the pool is read-only","repair":"cannot","reason":"see dmesg"}],"boxes_looked_at":false}""");
        server.on("GET /v1/audit/verification", 200, "{\"verified\":7,\"newest\":7}");

        Outcome look = zomg("doctor");
        Outcome repair = zomg("doctor", "--repair");
        Outcome asJson = zomg("doctor", "--json");

        assertThat(look.out()).contains("BAD  default:web  its first process ended\n");
        assertThat(look.exitCode()).isEqualTo(1);
        assertThat(repair.out())
                .contains("the pool is read-only; this cannot be mended: see dmesg\n");
        assertThat(repair.out())
                .contains("?    boxes        " + DoctorCommand.UNJUDGED)
                .contains("ok   journal      all up to entry 7 is as it was written\n");
        assertThat(repair.exitCode()).isEqualTo(4);
        assertThat(asJson.out())
                .startsWith("{\"checks\":[{\"verdict\":")
                .contains("\"findings\":[{\"kind\":\"not_running\"");
    }

    @Test
    void doctor_verifies_the_journal_piece_by_piece_and_ends_with_4_if_it_is_broken()
            throws IOException {
        serverFile(self());
        server.on("GET /v1/doctor", 200, "{\"findings\":[],\"boxes_looked_at\":true}");
        server.on("GET /v1/audit/verification", 200, "{\"verified\":20000,\"newest\":20011}");
        server.on(
                "GET /v1/audit/verification?after=20000",
                200,
                "{\"verified\":20005,\"newest\":20011,\"broken\":20006}");

        Outcome look = zomg("doctor");

        assertThat(look.out()).contains("BAD  journal      entry 20006 is not as it was written");
        assertThat(look.exitCode()).isEqualTo(4);
        assertThat(zomg("doctor", "--json").out())
                .contains("{\"verdict\":\"cannot\",\"subject\":\"journal\"");
    }

    @Test
    void doctor_without_a_server_says_what_it_sees() {
        Outcome outcome = zomg("doctor");

        assertThat(outcome.out()).contains("server       it is not up; type: sudo zomg up\n");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void other_commands_find_the_local_server() throws IOException {
        serverFile(self());
        server.on("GET /v1/projects", 200, "{\"projects\":[]}");

        assertThat(zomg("project", "list", "-j").out()).isEqualTo("{\"projects\":[]}\n");
    }
}
