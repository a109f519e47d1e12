package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Instance.Shared.class)
class UpIT {

    private final Instance zomg;

    UpIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void up_proves_itself_in_a_box_and_says_what_to_type_next() {
        assertThat(zomg.firstUp())
                .containsPattern("(Debian|Ubuntu)")
                .containsPattern("\\d+ ms")
                .contains("zomg create")
                .contains("zomg exec");
    }

    @Test
    void up_again_changes_nothing_and_says_so() {
        Map<String, JsonValue> before = withoutItsRoom(zomg.status());

        Shell.Result again = zomg.up();

        assertThat(again.ok()).contains("nothing was changed");
        assertThat(withoutItsRoom(zomg.status())).isEqualTo(before);
    }

    /** Which btrfs may still be making, of what was deleted before. */
    private static Map<String, JsonValue> withoutItsRoom(JsonObject status) {
        Map<String, JsonValue> rest = new HashMap<>(status);
        rest.remove("pool_space");
        return rest;
    }

    @Test
    void commands_start_from_prepared_classes() throws IOException {
        Path classes = zomg.installation().resolve("prepared/command.aot");
        assertThat(permissions(classes)).isEqualTo("rw-r--r--");

        assertThat(
                        zomg.zomgIn(
                                        Path.of("/"),
                                        Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on"),
                                        "list",
                                        "-q")
                                .exit())
                .as("the JVM takes them, or would not run")
                .isZero();
    }

    @Test
    void tab_completes_the_name_of_a_box() {
        String box = zomg.created();
        String type =
                """
                source <("$1" completion bash)
                COMP_LINE="$1 show --json $2"
                COMP_POINT=${#COMP_LINE}
                _zomg
                echo "${COMPREPLY[@]}"
                """;

        assertThat(zomg.host("bash", "-c", type, "bash", zomg.command().toString(), box).ok())
                .isEqualTo(box);
        zomg.zomg("delete", "-f", box).ok();
    }

    @Test
    void status_says_where_everything_is() {
        JsonObject status = zomg.status();

        assertThat(status.keySet())
                .contains("url", "token_file", "pid", "pool", "engine", "version");
        assertThat(status.getString("url")).startsWith("http://127.0.0.1:");
        assertThat(status.getString("engine")).isEqualTo("local");
        assertThat(Path.of("/proc", Integer.toString(status.getInt("pid")))).isDirectory();
    }

    @Test
    void a_healthy_machine_gives_the_doctor_nothing_to_say() {
        assertThat(zomg.zomg("doctor").exit()).isZero();
    }

    @Test
    void secrets_are_for_their_owner_only() throws IOException {
        assertThat(permissions(Path.of(zomg.status().getString("token_file"))))
                .isEqualTo("rw-------");
        assertThat(permissions(zomg.state())).isEqualTo("rwx------");
        assertThat(permissions(zomg.state().resolve("tokens.json"))).isEqualTo("rw-------");
        assertThat(Files.readString(zomg.state().resolve("tokens.json")))
                .doesNotContain(zomg.token().substring(18));
        assertThat(
                        zomg.host(
                                        "grep",
                                        "-raF",
                                        "--exclude-dir=pool",
                                        "--exclude=pool.img",
                                        zomg.token().substring(18),
                                        zomg.state().toString())
                                .exit())
                .as("the secret stands nowhere in the state directory")
                .isEqualTo(1);
    }

    @Test
    void the_server_listens_on_the_loopback_only() {
        int pid = zomg.status().getInt("pid");

        String listeners = zomg.host("ss", "-Hltnp").ok();

        assertThat(listeners.lines().filter(line -> line.contains("pid=" + pid + ",")))
                .isNotEmpty()
                .allMatch(line -> line.contains("127.0.0.1:") || line.contains("127.0.0.1]:"));
    }

    @Test
    void who_is_not_root_is_told_what_to_do_in_one_sentence() {
        Shell.Result refused =
                zomg.host(
                        "setpriv",
                        "--reuid=65534",
                        "--clear-groups",
                        zomg.command().toString(),
                        "up");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).startsWith("Error: ").contains("sudo");
    }

    @Test
    void without_a_server_the_command_says_how_to_start_one() throws IOException {
        Path elsewhere = Files.createTempDirectory("zomg-none");
        try {
            Shell.Result lost =
                    zomg.zomgIn(elsewhere, Map.of("ZOMG_RUN_DIR", elsewhere.toString()), "list");

            assertThat(lost.exit()).isEqualTo(1);
            assertThat(lost.err()).startsWith("Error: ").contains("zomg up");
        } finally {
            Files.delete(elsewhere);
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
