package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a new server does about the one before it, and about what that one had started. */
@ExtendWith(Instance.Shared.class)
class FenceIT {

    private static final String COMMAND = "sleep 4720";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long POLL_MILLIS = 20;

    private final Instance zomg;

    @TempDir private Path folder;

    FenceIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_start_waits_for_what_a_killed_server_left_working()
            throws InterruptedException, ExecutionException, TimeoutException {
        String box = zomg.created();
        long server = zomg.status().getInt("pid");
        // By POST: what is talked to has a supervisor, which is meant to outlive the server
        Thread.ofVirtual().start(() -> post(box));
        ProcessHandle child = eventually(() -> runnerOf(server));

        signal("STOP", child.pid());
        signal("KILL", server);
        Shell.Result refused = zomg.zomgIn(folder, Map.of("ZOMG_FENCE_WAIT", "PT1S"), "up");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("programs of the server before this one have not ended")
                .contains("zomg-runner (pid %d)".formatted(child.pid()));

        CompletableFuture<Shell.Result> up = CompletableFuture.supplyAsync(zomg::up);
        eventually(
                () ->
                        Optional.of(zomg.zomg("status").out())
                                .filter(status -> status.contains("fence is running")));
        assertThat(up).isNotDone();
        signal("CONT", child.pid());

        up.get(1, TimeUnit.MINUTES).ok();
        child.onExit().get(1, TimeUnit.MINUTES);
        assertThat(zomg.zomg("exec", box, "--", "pgrep", "-f", "^" + COMMAND).exit()).isEqualTo(1);
    }

    @Test
    void another_server_on_the_same_state_refuses_even_while_the_first_is_stopped()
            throws IOException {
        long server = zomg.status().getInt("pid");
        Path install = zomg.command().getParent().getParent();
        Shell shell =
                new Shell(
                        folder,
                        Map.of(
                                "JAVA_HOME",
                                        Files.readString(install.resolve("support/java-home"))
                                                .strip(),
                                "WLP_OUTPUT_DIR", folder.toString(),
                                "ZOMG_STATE_DIR", zomg.state().toString(),
                                "ZOMG_RUN_DIR", folder.toString(),
                                "ZOMG_INSTALL_DIR", install.toString(),
                                "ZOMG_HTTP_PORT", "7797"));

        signal("STOP", server);
        Shell.Result second;
        try {
            second = shell.run(PATIENCE, List.of(install.resolve("bin/zomg-server").toString()));
        } finally {
            signal("CONT", server);
        }

        assertThat(second.exit()).isNotZero();
        assertThat(second.out() + second.err())
                .contains("another server uses %s; there can be one".formatted(zomg.state()));
        assertThat(zomg.status().getInt("pid")).isEqualTo(server);
    }

    @Test
    void another_server_on_the_same_pool_refuses_and_touches_nothing_of_it() {
        String box = zomg.created();
        zomg.zomg("exec", box, "--", "touch", "/tmp/mark").ok();
        long server = zomg.status().getInt("pid");
        Map<String, String> other =
                Map.of(
                        "ZOMG_STATE_DIR", folder.resolve("state").toString(),
                        "ZOMG_RUN_DIR", folder.resolve("run").toString());

        signal("STOP", server);
        Shell.Result refused;
        try {
            refused =
                    zomg.zomgIn(
                            folder,
                            other,
                            "up",
                            "--pool",
                            zomg.pool().toString(),
                            "--subnet",
                            "10.68.0.0/24",
                            "--install-dir",
                            zomg.command().getParent().getParent().toString());
        } finally {
            signal("CONT", server);
        }
        zomg.zomgIn(folder, other, "down", "--purge", "--yes").ok();

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("the pool %s is used by another server".formatted(zomg.pool()));
        zomg.zomg("exec", box, "--", "test", "-e", "/tmp/mark").ok();
        zomg.zomg("stop", box).ok();
        zomg.zomg("resume", box).ok();
    }

    private void post(String box) {
        try {
            zomg.call(
                    "POST",
                    "/v1/projects/default/boxes/%s/exec".formatted(box),
                    "{\"command\":[\"sh\",\"-c\",\"%s\"]}".formatted(COMMAND));
        } catch (UncheckedIOException killed) {
            // as it shall be
        }
    }

    private void signal(String name, long pid) {
        zomg.host("kill", "-" + name, Long.toString(pid)).ok();
    }

    private static Optional<ProcessHandle> runnerOf(long server) {
        return ProcessHandle.of(server).stream()
                .flatMap(ProcessHandle::children)
                .filter(child -> child.info().command().orElse("").endsWith("/zomg-runner"))
                .findFirst();
    }

    private static <T> T eventually(Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<T> seen = look.get();
        while (seen.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
            seen = look.get();
        }
        return seen.orElseThrow(() -> new AssertionError("did not happen in time"));
    }
}
