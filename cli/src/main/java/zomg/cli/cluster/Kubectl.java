package zomg.cli.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import zomg.cli.support.Failure;

/**
 * The program that everybody has who has a cluster: it knows the contexts, and the ways to log in.
 *
 * @param options that go before each of its commands
 */
record Kubectl(List<String> options) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration REQUEST = Duration.ofSeconds(30);
    private static final int MAX_OUTPUT = 4 * 1024 * 1024;
    private static final String PROGRAM = "kubectl";

    static Kubectl of(Optional<String> context, Optional<String> kubeconfig) {
        List<String> options = new ArrayList<>();
        context.ifPresent(name -> options.add("--context=" + name));
        kubeconfig.ifPresent(file -> options.add("--kubeconfig=" + file));
        return new Kubectl(List.copyOf(options));
    }

    /**
     * @return what it printed
     * @throws Failure with what it said, if it did not go well
     */
    String run(String... arguments) {
        return run("", PATIENCE, arguments);
    }

    /** Makes it so, whatever of it there was before. */
    void apply(String objects) {
        run(
                objects,
                PATIENCE,
                "apply",
                "--server-side",
                "--force-conflicts",
                "--field-manager=zomg-setup",
                "--filename=-");
    }

    void awaitRollout(String namespace, String deployment, Duration patience) {
        run(
                "",
                patience.plus(REQUEST),
                "rollout",
                "status",
                "--namespace=" + namespace,
                "--timeout=%ds".formatted(patience.toSeconds()),
                "deployment/" + deployment);
    }

    private String run(String input, Duration patience, String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(options);
        command.addAll(List.of(arguments));
        Path said = errors();
        Process process = start(command, said);
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException notRead) {
                // it ended before; its exit status says why
            }
            String output =
                    new String(
                            process.getInputStream().readNBytes(MAX_OUTPUT),
                            StandardCharsets.UTF_8);
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                throw Failure.of(
                        "kubectl %s did not end within %d seconds"
                                .formatted(arguments[0], patience.toSeconds()));
            }
            if (process.exitValue() != 0) {
                throw Failure.of(
                        "kubectl %s: %s".formatted(arguments[0], Files.readString(said).strip()));
            }
            return output;
        } catch (IOException broken) {
            throw Failure.of("kubectl %s: %s".formatted(arguments[0], broken.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failure.of("interrupted");
        } finally {
            process.destroyForcibly();
            delete(said);
        }
    }

    private static Process start(List<String> command, Path errors) {
        try {
            return new ProcessBuilder(command).redirectError(errors.toFile()).start();
        } catch (IOException missing) {
            throw Failure.of("kubectl is needed for this, and cannot be started");
        }
    }

    private static Path errors() {
        try {
            return Files.createTempFile("zomg-kubectl", ".err");
        } catch (IOException failed) {
            throw Failure.of("no temporary file can be made: " + failed.getMessage());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // a temporary file more
        }
    }
}
