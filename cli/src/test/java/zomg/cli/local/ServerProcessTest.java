package zomg.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zomg.cli.RecordedServer;
import zomg.cli.support.Failure;
import zomg.cli.support.Http;
import zomg.cli.support.Server;
import zomg.cli.support.Waiting;

class ServerProcessTest {

    @TempDir Path folder;

    /** In the place of Liberty's script. */
    private Installation serverThat(String script) throws IOException {
        Installation installation = new Installation(folder.resolve("install"));
        Path liberty = installation.liberty().resolve("bin/server");
        Files.createDirectories(liberty.getParent());
        Files.writeString(liberty, "#!/bin/sh\n" + script + "\n");
        Files.createDirectories(installation.server().getParent());
        Files.copy(Path.of("src/main/dist/zomg-server"), installation.server());
        for (Path program : List.of(liberty, installation.server())) {
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return installation;
    }

    private Map<String, String> variables() {
        return Map.of(
                "PATH",
                Machine.PATH,
                "ZOMG_STATE_DIR",
                "/state",
                "WLP_OUTPUT_DIR",
                folder.toString());
    }

    private Path console() {
        return folder.resolve("console.log");
    }

    private static Http to(String url) {
        return Http.to(new Server(Server.parse(url), Optional.empty()), Optional.empty());
    }

    @Test
    void a_server_gets_its_own_session_and_only_our_environment() throws IOException {
        Installation installation =
                serverThat("umask; echo \"$@\"; env; ps -o sid= -p $$; echo $$; exec sleep 60");

        ProcessId process = ServerProcess.start(installation, console(), variables());

        try {
            assertThat(
                            Waiting.until(
                                    Duration.ofSeconds(10),
                                    () -> contentOf(console()).endsWith(process.pid() + "\n")))
                    .isTrue();
            assertThat(contentOf(console()))
                    .startsWith("0077\nrun zomg\n")
                    .contains("ZOMG_STATE_DIR=/state")
                    .doesNotContain("USER=", "MAVEN")
                    .containsPattern("(?m)^ *" + process.pid() + "\n" + process.pid() + "\n\\z");
        } finally {
            ServerProcess.end(process);
        }
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void a_server_that_was_killed_gets_the_caches_of_its_last_peaceful_end() throws IOException {
        cache("prepared/workarea/kept", "good");
        cache("zomg/workarea/torn", "bad");

        assertThat(cachesSeen()).isEqualTo("torn\n");

        cache("zomg/workarea/.sRunning", "");
        assertThat(cachesSeen()).isEqualTo("kept\n");
        assertThat(folder.resolve("prepared/workarea/kept")).exists();
    }

    @Test
    void prepared_classes_are_named_so_that_a_shell_can_read_it() throws IOException {
        Path output = folder.resolve("a place");
        cache("a place/prepared/classes.aot", "");
        Installation installation = serverThat("eval \"set -- $JVM_ARGS\"; echo \"$#$1\"");

        assertThat(
                        new Machine()
                                .run(
                                        "",
                                        List.of(
                                                "env",
                                                "WLP_OUTPUT_DIR=" + output,
                                                installation.server().toString())))
                .isEqualTo(
                        new Machine.Outcome(
                                0, "1-XX:AOTCache=" + output + "/prepared/classes.aot\n"));
    }

    @Test
    void a_server_that_runs_keeps_its_caches() throws IOException {
        cache("prepared/workarea/kept", "good");
        cache("zomg/workarea/used", "");
        ProcessId running =
                ServerProcess.start(serverThat("echo up; exec sleep 60"), console(), variables());
        try {
            assertThat(
                            Waiting.until(
                                    Duration.ofSeconds(10),
                                    () -> contentOf(console()).equals("up\n")))
                    .isTrue();
            cache("zomg/workarea/.sRunning", "");
            Files.writeString(
                    folder.resolve("install/wlp/bin/server"),
                    "#!/bin/sh\nls $WLP_OUTPUT_DIR/zomg/workarea\n");

            Machine.Outcome second =
                    new Machine()
                            .run(
                                    "",
                                    List.of(
                                            "env",
                                            "WLP_OUTPUT_DIR=" + folder,
                                            folder.resolve("install/bin/zomg-server").toString()));

            assertThat(second).isEqualTo(new Machine.Outcome(0, "used\n"));
        } finally {
            ServerProcess.end(running);
        }
    }

    private void cache(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private String cachesSeen() throws IOException {
        Tree.delete(folder.resolve("install"));
        ProcessId process =
                ServerProcess.start(
                        serverThat("ls $WLP_OUTPUT_DIR/zomg/workarea"), console(), variables());
        assertThat(Waiting.until(Duration.ofSeconds(10), () -> !process.isAlive())).isTrue();
        return contentOf(console());
    }

    @Test
    void a_server_that_ends_at_once_leaves_its_last_words() throws IOException {
        ProcessId process =
                ServerProcess.start(
                        serverThat("sleep 0.2; echo CWWKE0001E: no; exit 3"),
                        console(),
                        variables());

        assertThatThrownBy(
                        () ->
                                ServerProcess.awaitAnswer(
                                        process, 1, to("http://127.0.0.1:1"), console()))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("the server ended at once")
                .hasMessageEndingWith("CWWKE0001E: no");
    }

    @Test
    void a_server_that_says_why_it_cannot_start_is_quoted() throws IOException {
        ProcessId process =
                ServerProcess.start(
                        serverThat(
                                "echo '[now] StartUp E the server cannot start: no database';"
                                        + " seq 100; exit 1"),
                        console(),
                        variables());

        assertThatThrownBy(
                        () ->
                                ServerProcess.awaitAnswer(
                                        process, 1, to("http://127.0.0.1:1"), console()))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "the server cannot start: no database; %s has more".formatted(console()));
    }

    @Test
    void a_server_that_answers_says_what_it_is() {
        try (RecordedServer server =
                new RecordedServer().on("GET /version", 200, "{\"version\":\"7\"}")) {
            assertThat(
                            ServerProcess.awaitAnswer(
                                            self(), portOf(server), to(server.url()), console())
                                    .version())
                    .isEqualTo("7");
        }
    }

    @Test
    void what_another_process_answers_on_its_port_is_not_taken_for_it() throws IOException {
        ProcessId process =
                ServerProcess.start(
                        serverThat("sleep 1; echo the port is taken; exit 1"),
                        console(),
                        variables());
        try (RecordedServer neighbour =
                new RecordedServer().on("GET /version", 200, "{\"version\":\"7\"}")) {
            assertThatThrownBy(
                            () ->
                                    ServerProcess.awaitAnswer(
                                            process,
                                            portOf(neighbour),
                                            to(neighbour.url()),
                                            console()))
                    .isInstanceOf(Failure.class)
                    .hasMessageEndingWith("the port is taken");
            assertThat(Ports.isServedBy(portOf(neighbour), self())).isTrue();
        }
    }

    private static int portOf(RecordedServer server) {
        return Server.parse(server.url()).getPort();
    }

    private static ProcessId self() {
        return ProcessId.of(ProcessHandle.current().pid()).orElseThrow();
    }

    @Test
    void a_pid_that_is_used_again_is_another_process() {
        ProcessId self = self();

        assertThat(self.isAlive()).isTrue();
        assertThat(new ProcessId(self.pid(), self.startTime() + 1).isAlive()).isFalse();
    }

    private static String contentOf(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            return "";
        }
    }
}
