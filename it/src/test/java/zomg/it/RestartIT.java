package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Instance.Shared.class)
class RestartIT {

    private final Instance zomg;

    RestartIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void boxes_outlive_a_killed_server_and_are_found_again() throws IOException {
        String running = zomg.created();
        String stopped = zomg.created();
        zomg.zomg("stop", stopped).ok();
        zomg.zomg("exec", running, "--bg", "--", "sleep", "4242").ok();
        String first = zomg.zomg("exec", running, "--", "pgrep", "-f", "sleep 4242").ok();
        int server = zomg.status().getInt("pid");

        zomg.host("kill", "-9", Integer.toString(server)).ok();
        zomg.up().ok();

        assertThat(zomg.status().getInt("pid")).isNotEqualTo(server);
        assertThat(zomg.zomg("exec", running, "--", "pgrep", "-f", "sleep 4242").ok())
                .isEqualTo(first);
        assertThat(status(stopped)).isEqualTo("stopped");
        assertThat(Path.of("/proc/" + server + "/cmdline"))
                .satisfies(gone -> assertThat(readOrEmpty(gone)).isEmpty());
    }

    @Test
    void what_a_killed_server_had_started_ends_in_time_and_is_told_of()
            throws InterruptedException {
        String box = zomg.created();
        String left =
                zomg.zomg("exec", box, "--bg", "--", "sh", "-c", "sleep 2; echo end; exit 6").ok();
        String pid = left.substring("pid=".length());
        try (Running limited =
                zomg.start(
                        "exec", box, "--timeout", "3", "--", "sh", "-c", "echo up; sleep 4343")) {
            limited.awaitOut("up\n");

            zomg.host("kill", "-9", Long.toString(zomg.pid())).ok();
            zomg.up().ok();

            assertThat(limited.exit()).isEqualTo(255);
            assertThat(limited.out()).isEqualTo("up\n");
            assertThat(limited.err()).endsWith("Error: the command ran too long and was killed\n");
        }
        assertThat(zomg.zomg("sessions", box).ok())
                .contains("\tbackground\tended (6)\t" + pid + "\t");
        assertThat(zomg.zomg("logs", box, "--pid", pid).out()).isEqualTo("end\n");
        assertThat(zomg.zomg("exec", box, "--", "pgrep", "-f", "sleep [4]343").exit()).isEqualTo(1);
    }

    @Test
    void a_killed_server_starts_from_what_the_first_up_prepared() throws IOException {
        Path output = zomg.state().resolve("liberty");
        Path classes = output.resolve("prepared/classes.aot");
        Path mark = Files.createFile(output.resolve("prepared/workarea/mark"));
        try {
            zomg.host("kill", "-9", Long.toString(zomg.pid())).ok();
            assertThat(zomg.up().ok()).doesNotContain("Preparing");

            assertThat(Files.readString(Path.of("/proc/" + zomg.pid() + "/maps")))
                    .contains(classes.toString());
            assertThat(output.resolve("zomg/workarea/mark")).exists();
        } finally {
            Files.delete(mark);
        }
    }

    @Test
    void down_ends_what_runs_and_the_next_up_resumes_it() {
        String running = zomg.created();
        String stopped = zomg.created();
        zomg.zomg("stop", stopped).ok();
        zomg.zomg("exec", running, "--", "touch", "/root/kept").ok();

        zomg.zomg("down").ok();
        try {
            assertNothingIsLeft();
        } finally {
            zomg.up().ok();
        }

        assertThat(status(running)).isEqualTo("running");
        zomg.zomg("exec", running, "--", "test", "-e", "/root/kept").ok();
        assertThat(status(stopped)).isEqualTo("stopped");
    }

    private void assertNothingIsLeft() {
        assertThat(zomg.host("findmnt", zomg.pool().toString()).exit()).isEqualTo(1);
        assertThat(zomg.host("ip", "-o", "link").ok()).doesNotContain("zomg-" + zomg.mark());
        assertThat(zomg.host("nft", "list", "tables").ok()).doesNotContain("zomg_" + zomg.mark());
        assertThat(zomg.host("find", "/sys/fs/cgroup", "-name", "zomg-" + zomg.mark()).ok())
                .isEmpty();
        zomg.awaitRelease();
    }

    @Test
    void keep_boxes_stops_only_the_server() {
        String running = zomg.created();
        zomg.zomg("exec", running, "--", "touch", "/tmp/mark").ok();

        zomg.zomg("down", "--keep-boxes").ok();
        assertThat(zomg.host("findmnt", zomg.pool().toString()).exit()).isZero();
        zomg.up().ok();

        zomg.zomg("exec", running, "--", "test", "-e", "/tmp/mark").ok();
    }

    private String status(String name) {
        JsonObject box = Instance.json(zomg.zomg("show", name, "--json").ok());
        return box.getString("status");
    }

    private static String readOrEmpty(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException gone) {
            return "";
        }
    }
}
