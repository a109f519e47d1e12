package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zomg.db.PostgresConfig;
import zomg.db.PostgresServer;

/** The packaged server with its records in a real PostgreSQL server, which goes away at times. */
@ExtendWith({PostgresServer.Shared.class, Instance.Shared.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresIT {

    private static final String BOXES = "/v1/projects/default/boxes";

    /** A wait for a connection, and another one for the one that was broken, or for one's turn. */
    private static final Duration SAID_IN_TIME = Duration.ofSeconds(12);

    private static final Duration BACK_IN_TIME = Duration.ofSeconds(30);

    private final PostgresServer server;
    private final Instance shared;
    private PostgresConfig database;
    private Instance zomg;

    @TempDir private static Path folder;

    PostgresIT(PostgresServer server, Instance shared) {
        this.server = server;
        this.shared = shared;
    }

    @BeforeAll
    void up() throws SQLException, IOException {
        database = server.freshDatabase();
        zomg =
                shared.beside(
                        "--database-url",
                        database.url(),
                        "--database-user",
                        PostgresServer.USER,
                        "--database-password-file",
                        passwordFile("password", PostgresServer.PASSWORD.value()));
    }

    private static String passwordFile(String name, String password) throws IOException {
        Path file =
                Files.createFile(
                        folder.resolve(name),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, password + "\n").toString();
    }

    @AfterAll
    void purge() {
        zomg.close();
    }

    @Test
    void the_life_of_a_box_is_recorded_there_and_nowhere_else() throws SQLException {
        String name = zomg.created("--memory", "256M");
        String fork = Instance.name();
        assertThat(recorded(name)).containsExactly("RUNNING");
        assertThat(
                        zomg.zomg(
                                        "exec",
                                        name,
                                        "--",
                                        "sh",
                                        "-c",
                                        "echo kept >/root/kept; echo $BOX_NAME")
                                .ok())
                .isEqualTo(name);

        zomg.zomg("create", fork, "--fork", name).ok();
        assertThat(zomg.zomg("exec", fork, "--", "cat", "/root/kept").ok()).isEqualTo("kept");
        zomg.zomg("stop", name).ok();
        assertThat(recorded(name)).containsExactly("STOPPED");
        zomg.zomg("update", name, "MEMORY=512M").ok();
        zomg.zomg("resume", name).ok();
        assertThat(show(name).getJsonObject("config").getInt("ram_mb")).isEqualTo(512);
        zomg.zomg("delete", "-f", name).ok();
        assertThat(recorded(name)).isEmpty();
        assertThat(recorded(fork)).containsExactly("RUNNING");

        assertThat(zomg.zomg("audit", "--box", name).ok())
                .contains("box.creating", "box.stopped", "box.updated", "box.deleted");
        assertThat(zomg.zomg("events", "--box", name).ok()).contains("box.deleted");
        assertThat(zomg.status().getString("database")).isEqualTo(database.url());
        assertThat(zomg.state().resolve("db")).doesNotExist();
        assertThat(zomg.zomg("doctor").exit()).isZero();
    }

    @Test
    void a_killed_server_finds_everything_again_and_down_takes_all_of_it_down() {
        String running = zomg.created();
        String stopped = zomg.created();
        zomg.zomg("stop", stopped).ok();
        zomg.zomg("exec", running, "--", "touch", "/tmp/mark").ok();
        long killed = zomg.pid();

        zomg.host("kill", "-9", Long.toString(killed)).ok();
        zomg.up().ok();

        assertThat(zomg.pid()).isNotEqualTo(killed);
        zomg.zomg("exec", running, "--", "test", "-e", "/tmp/mark").ok();
        assertThat(show(stopped).getString("status")).isEqualTo("stopped");
        assertThat(zomg.zomg("doctor").exit()).isZero();

        zomg.zomg("down").ok();
        assertThat(zomg.host("ip", "-o", "link").ok()).doesNotContain("zomg-" + zomg.mark());
        zomg.up().ok();

        assertThat(show(running).getString("status")).isEqualTo("running");
        assertThat(show(stopped).getString("status")).isEqualTo("stopped");
    }

    @Test
    void while_it_is_away_that_is_said_and_when_it_is_back_all_goes_on() {
        String name = zomg.created();
        String late = Instance.name();
        String path = BOXES + "/" + name;
        long pid = zomg.pid();

        server.stopAtOnce();
        try {
            assertSaid(
                    List.of(
                            new Call("POST", BOXES, "{\"name\":\"%s\"}".formatted(late)),
                            new Call("GET", BOXES, ""),
                            new Call("GET", path, ""),
                            new Call("PUT", path, "{\"tags\":{\"tier\":\"front\"}}"),
                            new Call("POST", path + "/exec", "{\"command\":[\"true\"]}"),
                            new Call("POST", path + "/stop", ""),
                            new Call("DELETE", path + "?force=true", ""),
                            new Call("GET", "/v1/projects", ""),
                            new Call("GET", "/v1/audit", ""),
                            new Call("GET", "/v1/events?follow=false", ""),
                            new Call("GET", "/v1/doctor", "")));

            assertThat(anyone("/health/live").statusCode()).isEqualTo(200);
            assertThat(anyone("/healthz").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = anyone("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("records", "the database does not answer");
            assertThat(zomg.zomg("list").err()).contains("the database does not answer");
        } finally {
            server.start();
        }

        await(() -> anyone("/health/ready").statusCode() == 200);
        assertThat(zomg.call("POST", BOXES, "{\"name\":\"%s\"}".formatted(late)).statusCode())
                .isEqualTo(201);
        assertThat(zomg.pid()).isEqualTo(pid);
        assertThat(show(name).getString("status")).isEqualTo("running");
        zomg.zomg("exec", name, "--", "true").ok();
        zomg.zomg("delete", "-f", name, late).ok();
        assertThat(zomg.zomg("doctor").exit()).isZero();
    }

    @Test
    void without_it_up_changes_nothing_and_the_server_can_still_be_ended() {
        String name = zomg.created();
        long pid = zomg.pid();
        server.stopAtOnce();
        try {
            Shell.Result up = zomg.up();
            assertThat(up.exit()).isEqualTo(1);
            assertThat(up.err()).contains("pid " + pid, "the database does not answer");
            assertThat(zomg.zomg("down").err()).contains("--keep-boxes");
            zomg.zomg("down", "--keep-boxes").ok();
            assertThat(zomg.host("cat", "/proc/%d/cmdline".formatted(pid)).out()).isEmpty();
        } finally {
            server.start();
            zomg.up().ok();
        }

        zomg.zomg("delete", "-f", name).ok();
    }

    @ParameterizedTest
    @CsvSource({
        "false, '', password authentication failed, zomg.database-password-file",
        "true, _none, does not exist, zomg.database-url"
    })
    void up_says_what_is_wrong_with_its_settings_but_no_password(
            boolean right, String suffix, String reason, String setting) throws IOException {
        String canary = "canary-" + Instance.name();
        String password = right ? PostgresServer.PASSWORD.value() : canary;

        Shell.Result refused =
                other(database.url() + suffix, passwordFile(Instance.name(), password));

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("the server cannot start: ", reason, setting)
                .doesNotContain(password);
        assertThat(refused.err().lines().filter(line -> line.startsWith("Error:"))).hasSize(1);
    }

    @Test
    void a_server_of_another_state_directory_is_told_whose_the_records_are() throws IOException {
        String name = zomg.created();
        String password = passwordFile(Instance.name(), PostgresServer.PASSWORD.value());

        Shell.Result beside = other(database.url(), password);

        assertThat(beside.exit()).isEqualTo(1);
        assertThat(beside.err())
                .contains(
                        "holds the records of another server: " + zomg.state(),
                        "instance " + zomg.mark(),
                        "a database or a schema of its own");
        zomg.zomg("exec", name, "--", "true").ok();
        assertThat(zomg.zomg("doctor").exit()).isZero();

        zomg.zomg("down").ok();
        assertThat(other(database.url(), password).err()).contains("of another server");
        zomg.up().ok();
        assertThat(show(name).getString("status")).isEqualTo("running");
    }

    /** What another one says to {@code up} with these settings; nothing of it stays. */
    private Shell.Result other(String url, String passwordFile) {
        Map<String, String> places =
                Map.of(
                        "ZOMG_STATE_DIR", folder.resolve("state").toString(),
                        "ZOMG_RUN_DIR", folder.resolve("run").toString());
        Shell.Result up =
                zomg.zomgIn(
                        folder,
                        places,
                        "up",
                        "--subnet",
                        "10.68.0.0/24",
                        "--install-dir",
                        zomg.installation().toString(),
                        "--database-url",
                        url,
                        "--database-user",
                        PostgresServer.USER,
                        "--database-password-file",
                        passwordFile);
        zomg.zomgIn(folder, places, "down", "--purge", "--yes").ok();
        return up;
    }

    private record Call(String method, String path, String body) {}

    /** To all of them, who come at once, in time. */
    private void assertSaid(List<Call> calls) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            calls.stream()
                    .map(call -> CompletableFuture.runAsync(() -> assertSaid(call), clients))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    private void assertSaid(Call call) {
        long start = System.nanoTime();
        HttpResponse<String> answer = zomg.call(call.method(), call.path(), call.body());
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(answer.statusCode()).as("%s: %s", call, answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(Instance.json(answer.body()).getString("code")).isEqualTo("engine_unavailable");
        assertThat(took).as("%s", call).isLessThan(SAID_IN_TIME);
    }

    /** What was answered holds, and what was refused is there or not, but nothing in between. */
    @Test
    void nothing_is_half_acknowledged_when_it_goes_away_under_work()
            throws InterruptedException, ExecutionException, TimeoutException {
        String project = "-" + Instance.name();
        List<String> names =
                IntStream.range(0, 12).mapToObj(number -> "b" + number + project).toList();
        try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (String name : names) {
                answers.add(CompletableFuture.supplyAsync(() -> create(name), clients));
            }
            answers.getFirst().get(1, TimeUnit.MINUTES);
            server.stopAtOnce();
            try {
                CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                        .get(2, TimeUnit.MINUTES);
            } finally {
                server.start();
            }
            await(() -> anyone("/health/ready").statusCode() == 200);
            assertThat(zomg.zomg("doctor", "--repair").exit()).isIn(0, 1);
            assertThat(zomg.zomg("doctor").exit()).isZero();

            assertThat(answers).extracting(answer -> answer.join().statusCode()).contains(201, 503);
            for (int number = 0; number < names.size(); number++) {
                HttpResponse<String> answer = answers.get(number).join();
                HttpResponse<String> there = zomg.call("GET", BOXES + "/" + names.get(number), "");
                assertThat(answer.statusCode()).as(answer.body()).isIn(201, 503);
                if (answer.statusCode() == 201) {
                    assertThat(there.body()).contains("\"running\"");
                } else {
                    assertThat(there.statusCode()).as(there.body()).isIn(200, 404);
                }
                if (there.statusCode() == 200) {
                    zomg.zomg("exec", names.get(number), "--", "true").ok();
                    zomg.zomg("delete", "-f", names.get(number)).ok();
                }
            }
        }
    }

    private HttpResponse<String> create(String name) {
        return zomg.send(
                zomg.request("POST", BOXES, "{\"name\":\"%s\"}".formatted(name))
                        .header("Prefer", "wait=60")
                        .header("Authorization", "Bearer " + zomg.token()));
    }

    private JsonObject show(String name) {
        return Instance.json(zomg.zomg("show", name, "--json").ok());
    }

    private HttpResponse<String> anyone(String path) {
        return zomg.send(zomg.request("GET", path, ""));
    }

    /** The status of boxes of this name, as PostgreSQL has them. */
    private List<String> recorded(String name) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                database.url(),
                                PostgresServer.USER,
                                PostgresServer.PASSWORD.value());
                PreparedStatement statement =
                        connection.prepareStatement("select status from boxes where name = ?")) {
            statement.setString(1, name);
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + BACK_IN_TIME.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
