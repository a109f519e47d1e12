package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several servers on one machine do not take each other's port, nor each other for themselves. */
@ExtendWith(Instance.Shared.class)
class PortIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Nobody listens there, so that no time goes into a base. */
    private static final String NO_MIRROR = "http://127.0.0.1:9";

    private final Instance zomg;

    @TempDir private Path folder;

    PortIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_server_that_cannot_have_its_port_ends() throws IOException {
        Path install = zomg.installation();
        int taken = URI.create(zomg.url()).getPort();
        Shell shell =
                new Shell(
                        folder,
                        Map.of(
                                "JAVA_HOME",
                                        Files.readString(install.resolve("support/java-home"))
                                                .strip(),
                                "WLP_OUTPUT_DIR", folder.resolve("out").toString(),
                                "ZOMG_STATE_DIR", folder.resolve("state").toString(),
                                "ZOMG_RUN_DIR", folder.resolve("run").toString(),
                                "ZOMG_INSTALL_DIR", install.toString(),
                                "ZOMG_HTTP_PORT", Integer.toString(taken)));

        Shell.Result ended =
                shell.run(PATIENCE, List.of(install.resolve("bin/zomg-server").toString()));

        assertThat(ended.exit()).isNotZero();
        assertThat(ended.out() + ended.err())
                .contains(
                        "the server cannot start: port %d of 127.0.0.1 is in use".formatted(taken));
        assertThat(folder.resolve("state/pool.img")).doesNotExist();
    }

    @Test
    void two_that_come_up_at_once_get_a_port_each()
            throws ExecutionException, InterruptedException, TimeoutException, IOException {
        try {
            List<CompletableFuture<Shell.Result>> both =
                    List.of(
                            CompletableFuture.supplyAsync(() -> up(1)),
                            CompletableFuture.supplyAsync(() -> up(2)));
            for (CompletableFuture<Shell.Result> one : both) {
                assertThat(one.get(5, TimeUnit.MINUTES).err())
                        .contains("setting up the base failed");
            }

            JsonObject first = serverFile(1);
            JsonObject second = serverFile(2);
            assertThat(first.getString("url")).isNotEqualTo(second.getString("url"));
            assertThat(pidOn(first)).isEqualTo(first.getInt("pid"));
            assertThat(pidOn(second)).isEqualTo(second.getInt("pid"));
        } finally {
            zomg.zomgIn(folder, places(1), "down", "--purge", "--yes").ok();
            zomg.zomgIn(folder, places(2), "down", "--purge", "--yes").ok();
        }
    }

    private Shell.Result up(int number) {
        return zomg.zomgIn(
                folder,
                places(number),
                "up",
                "--subnet",
                "10.68.%d.0/24".formatted(number),
                "--pool-size",
                "512M",
                "--mirror",
                NO_MIRROR,
                "--suite",
                "bookworm",
                "--install-dir",
                zomg.installation().toString());
    }

    private Map<String, String> places(int number) {
        return Map.of(
                "ZOMG_STATE_DIR", folder.resolve("state" + number).toString(),
                "ZOMG_RUN_DIR", folder.resolve("run" + number).toString());
    }

    private JsonObject serverFile(int number) throws IOException {
        return Instance.json(Files.readString(folder.resolve("run" + number + "/server.json")));
    }

    private int pidOn(JsonObject server) {
        int port = URI.create(server.getString("url")).getPort();
        String listener = zomg.host("ss", "-Hltnp", "sport = :" + port).ok();
        assertThat(listener.lines()).hasSize(1);
        return Integer.parseInt(listener.replaceAll("(?s).*pid=([0-9]+),.*", "$1"));
    }
}
