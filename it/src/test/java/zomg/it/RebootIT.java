package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Boxes that ended although nobody asked for it come back. */
@ExtendWith(Instance.Shared.class)
class RebootIT {

    private final Instance zomg;

    RebootIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_box_whose_first_process_is_killed_comes_back_by_itself() throws IOException {
        String name = zomg.created();
        zomg.zomg("exec", name, "--", "touch", "/root/kept").ok();
        String init = init(name);

        zomg.host("kill", "-9", init).ok();

        await(() -> Files.exists(initFile(name)) && !init(name).equals(init));
        await(() -> status(name).equals("running"));
        zomg.zomg("exec", name, "--", "test", "-e", "/root/kept").ok();
    }

    /** Everything that is in the machine's memory goes, and the kernel counts pids anew. */
    @Test
    void a_reboot_brings_back_what_ran_and_leaves_stopped_what_was_stopped() throws IOException {
        String running = zomg.created();
        String stopped = zomg.created();
        zomg.zomg("exec", running, "--", "sh", "-c", "echo kept >/root/kept; sync").ok();
        zomg.zomg("stop", stopped).ok();
        Path bootId = Files.writeString(zomg.state().resolve("boot-id"), "another-boot\n");
        try {
            endEverything();

            zomg.up(Map.of("ZOMG_BOOT_ID_FILE", bootId.toString())).ok();

            assertThat(status(running)).isEqualTo("running");
            assertThat(zomg.zomg("exec", running, "--", "cat", "/root/kept").ok())
                    .isEqualTo("kept");
            assertThat(status(stopped)).isEqualTo("stopped");
            assertThat(Files.readString(initFile(running))).endsWith(" another-boot\n");
            assertThat(zomg.zomg("doctor").exit()).isZero();
        } finally {
            zomg.zomg("down").ok();
            zomg.up().ok();
        }
    }

    private void endEverything() throws IOException {
        String instance = Files.readString(zomg.state().resolve("instance")).strip();
        String groups = "find /sys/fs/cgroup -depth -path '*/zomg-%s*'".formatted(instance);
        zomg.host("kill", "-9", Integer.toString(zomg.status().getInt("pid"))).ok();
        String killAll = groups + " -name cgroup.procs -exec cat {} + | sort -u | xargs -r kill -9";
        await(
                () -> {
                    zomg.host("sh", "-c", killAll);
                    return zomg.host("sh", "-c", groups + " -name cgroup.procs -exec cat {} +")
                            .out()
                            .isBlank();
                });
        await(() -> zomg.host("umount", zomg.pool().toString()).exit() == 0);
        zomg.awaitRelease();
        zomg.host("ip", "link", "del", "zomg-" + instance).ok();
        zomg.host("nft", "delete", "table", "inet", "zomg_" + instance).ok();
        zomg.host("sh", "-c", groups + " -type d -exec rmdir {} +").ok();
        zomg.host("rm", "-rf", zomg.run().toString()).ok();
    }

    private String init(String name) {
        try {
            return Files.readString(initFile(name)).split(" ", 2)[0];
        } catch (IOException beingStarted) {
            return "";
        }
    }

    private Path initFile(String name) {
        String uid = Instance.json(zomg.zomg("show", name, "--json").ok()).getString("id");
        return zomg.run().resolve("boxes").resolve(uid).resolve("init");
    }

    private String status(String name) {
        return Instance.json(zomg.zomg("show", name, "--json").ok()).getString("status");
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
