package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server in a pod of the test cluster, brought there by {@code zomg setup deploy} with a pool
 * of its own on this machine, which is the node; taken away, all of it, when it is closed.
 */
final class DeployedServer implements AutoCloseable {

    private static final Path CHECKOUT = Path.of(System.getProperty("zomg.checkout"));
    private static final Path COMMANDS = CHECKOUT.resolve("cli/target/dist/bin");
    private static final Pattern EXPORTED = Pattern.compile("(ZOMG_PROFILE_[A-Z_]+)=(\\S+)");
    private static final String PROFILE = "cluster";
    private static final String POOL_SIZE = "8G";
    private static final Duration DEPLOY = Duration.ofMinutes(20);
    private static final Duration DELETE = Duration.ofMinutes(3);

    private final TestCluster cluster = new TestCluster();
    private final Path directory;
    private final Shell shell;

    DeployedServer() {
        try {
            directory = Files.createTempDirectory("zomg-deployed");
            Files.createDirectories(pool());
            Files.createDirectories(directory.resolve("home"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Map<String, String> variables = new HashMap<>(cluster.variables());
        variables.put("HOME", directory.resolve("home").toString());
        variables.put("PATH", "%s:%s".formatted(COMMANDS, variables.get("PATH")));
        variables.put("ZOMG_URL", "");
        variables.put("ZOMG_PROJECT", "default");
        shell = new Shell(directory, variables);
        try {
            makePool();
            cluster.loadRunner();
            cluster.load(CHECKOUT.resolve("deploy/image/target/zomg-server.tar"));
            variables.putAll(deploy());
            variables.put("ZOMG_PROFILE", PROFILE);
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    private Path pool() {
        return directory.resolve("pool");
    }

    private void makePool() {
        String image = directory.resolve("pool.img").toString();
        shell.run("fallocate", "--length", POOL_SIZE, image).ok();
        shell.run("mkfs.btrfs", "--quiet", "--nodiscard", image).ok();
        shell.run("mount", "-o", "loop,noatime,nodiscard", image, pool().toString()).ok();
        shell.run("mount", "--make-shared", pool().toString()).ok();
    }

    /**
     * @return the profile that it says
     */
    private Map<String, String> deploy() {
        String said =
                shell.run(
                                DEPLOY,
                                List.of(
                                        COMMANDS.resolve("zomg").toString(),
                                        "setup",
                                        "deploy",
                                        "--node-port",
                                        "--pool",
                                        pool().toString(),
                                        "--state",
                                        directory.resolve("state").toString(),
                                        "--set",
                                        "ZOMG_ENABLE_QUOTA=true"))
                        .ok();
        Map<String, String> profile = new HashMap<>();
        Matcher exported = EXPORTED.matcher(said);
        while (exported.find()) {
            profile.put(exported.group(1), exported.group(2));
        }
        assertThat(profile).as(said).hasSize(2);
        return profile;
    }

    /** Where a reader types who has the profile. */
    Shell reader() {
        return shell;
    }

    Shell.Result zomg(String... arguments) {
        List<String> command = new ArrayList<>(List.of(COMMANDS.resolve("zomg").toString()));
        command.addAll(List.of(arguments));
        return shell.run(command.toArray(String[]::new));
    }

    Shell.Result kubectl(String... arguments) {
        return cluster.kubectl(arguments);
    }

    void deleteBoxes() {
        List<String> boxes = zomg("list", "--all", "-q").ok().lines().toList();
        if (!boxes.isEmpty()) {
            List<String> delete = new ArrayList<>(List.of("delete", "-f", "--wait"));
            delete.addAll(boxes);
            zomg(delete.toArray(String[]::new)).ok();
        }
    }

    /** The server first: it would make a namespace again whose boxes should run. */
    @Override
    public void close() {
        String instance = instance();
        shell.run(
                DELETE,
                List.of(
                        "env",
                        "kubectl",
                        "delete",
                        "--ignore-not-found",
                        "--kustomize",
                        COMMANDS.resolve("../support/deploy").toString()));
        cluster.deleteNamespaces(instance);
        shell.run("umount", "--recursive", pool().toString());
        shell.run("rm", "-rf", "--one-file-system", directory.toString());
    }

    /** Of a server that never came up: one that nobody has. */
    private String instance() {
        try {
            return Files.readString(directory.resolve("state/instance")).strip();
        } catch (IOException none) {
            return "none";
        }
    }
}
