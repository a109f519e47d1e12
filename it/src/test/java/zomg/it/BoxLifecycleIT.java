package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Instance.Shared.class)
class BoxLifecycleIT {

    private final Instance zomg;

    BoxLifecycleIT(Instance zomg) {
        this.zomg = zomg;
    }

    @Test
    void a_box_knows_itself() {
        String name =
                zomg.created("-e", "GREETING=a \"b\" $c", "--memory", "512M", "-t", "tier=front");

        String said =
                zomg.zomg(
                                "exec",
                                name,
                                "--",
                                "bash",
                                "-c",
                                "echo $BOX_NAME \"$GREETING\"; tr '\\0' ' ' </proc/1/cmdline;"
                                        + " echo; hostname")
                        .ok();

        assertThat(said.lines())
                .containsExactly(
                        name + " a \"b\" $c",
                        "/usr/bin/tini -s -- /bin/bash -lc sleep infinity ",
                        name + ".default");
    }

    @Test
    void the_root_stays_over_a_stop_and_tmp_does_not() {
        String name = zomg.created();
        zomg.zomg("exec", name, "--", "touch", "/root/kept", "/tmp/lost").ok();

        zomg.zomg("stop", name).ok();
        assertThat(show(name).getString("status")).isEqualTo("stopped");
        assertThat(zomg.zomg("exec", name, "--", "true").err())
                .startsWith("Error: ")
                .contains("stopped");
        zomg.zomg("resume", name).ok();

        zomg.zomg("exec", name, "--", "test", "-e", "/root/kept").ok();
        assertThat(zomg.zomg("exec", name, "--", "test", "-e", "/tmp/lost").exit()).isEqualTo(1);
    }

    @Test
    void exit_codes_are_the_commands_own() {
        String name = zomg.created();

        assertThat(zomg.zomg("exec", name, "--", "sh", "-c", "exit 7").exit()).isEqualTo(7);
        assertThat(zomg.zomg("exec", name, "--", "sh", "-c", "kill -9 $$").exit()).isEqualTo(137);
        assertThat(zomg.zomg("exec", name, "--", "no-such-command").exit()).isEqualTo(127);
        assertThat(zomg.zomg("exec", name, "--sh", "--", "echo $((6 * 7)) | cat").ok())
                .isEqualTo("42");
    }

    @Test
    void memory_over_the_limit_is_killed() {
        String name = zomg.created("--memory", "512M");

        Shell.Result hungry =
                zomg.zomg("exec", name, "--", "python3", "-c", "a = bytearray(600 * 1024 * 1024)");

        assertThat(hungry.exit()).isEqualTo(137);
        assertThat(
                        zomg.zomg(
                                        "exec",
                                        name,
                                        "--sh",
                                        "--",
                                        "cat /sys/fs/cgroup/memory.max"
                                                + " /sys/fs/cgroup/memory/memory.limit_in_bytes"
                                                + " 2>/dev/null || true")
                                .ok())
                .isEqualTo("536870912");
        zomg.zomg("exec", name, "--", "true").ok();
    }

    @Test
    void packages_are_installed_in_a_hardened_box() {
        String name = zomg.created();

        zomg.zomg("exec", name, "--timeout", "300", "--", "apt-get", "install", "-y", "cowsay")
                .ok();

        assertThat(zomg.zomg("exec", name, "--", "/usr/games/cowsay", "hello").ok())
                .contains("< hello >");
    }

    @Test
    void the_documented_shell_settings_hold() {
        String name = zomg.created();

        assertThat(zomg.zomg("exec", name, "--", "printenv", "PATH").ok())
                .startsWith("/root/.local/bin:/box/proj/bin:/box/bin:");
        assertThat(zomg.zomg("exec", name, "--", "printenv", "LD_PRELOAD").ok())
                .endsWith("/libeatmydata.so");
        assertThat(zomg.zomg("exec", name, "--sh", "--", "bash -ic pwd 2>/dev/null").ok())
                .isEqualTo("/work");
        zomg.zomg(
                        "exec",
                        name,
                        "--",
                        "which",
                        "gcc",
                        "curl",
                        "wget",
                        "rg",
                        "fdfind",
                        "git",
                        "vim",
                        "nano",
                        "ssh",
                        "jq",
                        "ps",
                        "htop",
                        "lsof",
                        "ip",
                        "ping",
                        "netstat",
                        "dig",
                        "nc",
                        "python",
                        "pip3",
                        "tmux",
                        "unzip",
                        "zip",
                        "eatmydata")
                .ok();
    }

    @Test
    void a_fork_has_its_sources_files_and_goes_its_own_way() {
        String source = zomg.created("-e", "COLOUR=red", "-t", "tier=front");
        zomg.zomg("exec", source, "--", "sh", "-c", "echo one >/root/file").ok();

        String fork = zomg.created("--fork", source, "-e", "SIZE=small");
        zomg.zomg("exec", source, "--", "sh", "-c", "echo two >/root/file").ok();

        assertThat(zomg.zomg("exec", fork, "--", "cat", "/root/file").ok()).isEqualTo("one");
        assertThat(zomg.zomg("exec", fork, "--", "printenv", "COLOUR", "SIZE", "BOX_NAME").ok())
                .isEqualTo("red\nsmall\n" + fork);
        assertThat(show(fork).getJsonObject("parent").getString("name")).isEqualTo(source);
        assertThat(show(fork).getJsonObject("tags").getString("tier")).isEqualTo("front");
        assertThat(zomg.zomg("create", "x", "--base", "box-base", "--fork", source).err())
                .isEqualTo("Error: --base cannot be used with --fork\n");
    }

    @Test
    void a_deleted_box_leaves_nothing() throws IOException {
        String name = zomg.created();
        String uid = show(name).getString("id");
        assertThat(Path.of("/sys/class/net/z" + uid)).isDirectory();
        assertThat(zomg.pool().resolve("roots").resolve(uid)).isDirectory();

        Shell.Result refused = zomg.zomg("rm", name);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out() + refused.err()).contains(name + ": error: box is running");
        assertThat(zomg.zomg("rm", name, "-f").ok()).isEqualTo(name + ": deleted");

        assertNothingIsLeftOf(uid);
        assertThat(zomg.zomg("show", name).exit()).isEqualTo(1);
        assertThat(zomg.zomg("rm", name, "-f").ok()).isEqualTo(name + ": deleted");
    }

    @Test
    void a_create_that_fails_leaves_nothing() throws IOException {
        String source = zomg.created();
        zomg.zomg("exec", source, "--", "rm", "/usr/bin/tini").ok();
        String broken = Instance.name();
        List<Path> before = roots();

        Shell.Result failed = zomg.zomg("create", broken, "--fork", source);

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.err()).startsWith("Error: the box cannot be started");
        assertThat(zomg.zomg("show", broken).err()).contains("there is no box " + broken);
        assertThat(roots()).isEqualTo(before);
        assertThat(zomg.zomg("ls", "-q").ok().lines()).doesNotContain(broken);
    }

    @Test
    void a_privileged_box_is_the_documented_one() {
        String name = zomg.created("--privileged");

        zomg.zomg("exec", name, "--", "mount", "-t", "tmpfs", "none", "/mnt").ok();
        assertThat(zomg.zomg("exec", name, "--", "cat", "/proc/self/uid_map").ok())
                .containsPattern("0 +0 +4294967295");
        assertThat(show(name).getString("isolation")).isEqualTo("privileged");
    }

    @Test
    void settings_that_apply_are_applied_and_others_are_named() {
        String name = zomg.created();

        Shell.Result updated =
                zomg.zomg("update", name, "MEMORY=256M", "FOO=bar", "--tag", "tier=back");

        assertThat(updated.exit()).isZero();
        assertThat(updated.err()).contains("FOO");
        assertThat(show(name).getJsonObject("config").getInt("ram_mb")).isEqualTo(256);
        assertThat(zomg.zomg("update", name, "FOO=bar").err())
                .isEqualTo("Error: no updates provided\n");
    }

    @Test
    void a_command_in_the_background_goes_on() {
        String name = zomg.created();

        String pid = zomg.zomg("exec", name, "--bg", "--", "sleep", "1000").ok();

        assertThat(pid).matches("pid=\\d+");
        assertThat(
                        zomg.zomg(
                                        "exec",
                                        name,
                                        "--",
                                        "cat",
                                        "/proc/%s/comm".formatted(pid.substring(4)))
                                .ok())
                .isEqualTo("sleep");
    }

    @Test
    void boxes_are_listed_by_tag_and_project() {
        String front = zomg.created("-t", "layer=one");
        String back = zomg.created("-t", "layer=two");

        assertThat(zomg.zomg("list", "-q", "-t", "layer=one").ok().lines())
                .contains(front)
                .doesNotContain(back);
        assertThat(zomg.zomg("list", "-q", "-p", "nowhere").ok()).isEmpty();
        zomg.zomg("create", "lonely", "-p", "elsewhere").ok();
        assertThat(zomg.zomg("exec", "elsewhere:lonely", "--", "hostname").ok())
                .isEqualTo("lonely.elsewhere");
        assertThat(zomg.zomg("project", "list").ok()).contains("elsewhere");
        assertThat(zomg.zomg("rm", "-f", "elsewhere:lonely").ok()).endsWith(": deleted");
    }

    private List<Path> roots() throws IOException {
        try (Stream<Path> roots = Files.list(zomg.pool().resolve("roots"))) {
            return roots.sorted().toList();
        }
    }

    private JsonObject show(String name) {
        return Instance.json(zomg.zomg("show", name, "--json").ok());
    }

    /**
     * But for the mark of its quota group, which goes when btrfs has cleaned up behind the root.
     */
    private String inPool(String uid) {
        Path groups = zomg.pool().resolve("groups");
        return zomg.host(
                        "find",
                        zomg.pool().toString(),
                        "-maxdepth",
                        "2",
                        "-name",
                        uid,
                        "-not",
                        "-path",
                        groups + "/*")
                .ok();
    }

    private void assertNothingIsLeftOf(String uid) throws IOException {
        assertThat(Path.of("/sys/class/net/z" + uid)).doesNotExist();
        assertThat(inPool(uid)).isEmpty();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(uid);
        assertThat(zomg.host("find", "/sys/fs/cgroup", "-maxdepth", "4", "-name", uid).ok())
                .isEmpty();
        assertThat(zomg.host("nft", "list", "ruleset").ok()).doesNotContain(uid);
    }
}
