package zomg.linux.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import zomg.linux.process.CommandOutcome.Exited;
import zomg.linux.process.CommandOutcome.NotStarted;
import zomg.linux.process.CommandOutcome.TimedOut;

/**
 * Runs programs with a bounded time and a bounded output, without input and in the C locale. Their
 * output goes through files, so that a grandchild that keeps a pipe open cannot hold us.
 *
 * <p>Behind a fence they end when we are killed, and a server after us waits for that.
 */
public final class CommandRunner {

    private static final int MAX_OUTPUT = 256 * 1024;
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "LC_ALL",
                    "C",
                    "PATH",
                    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    private final Optional<Runner> runner;

    /** Programs that nobody waits for when we are killed. */
    public CommandRunner() {
        this(Optional.empty());
    }

    /** Programs behind the runner's fence. */
    public CommandRunner(Runner runner) {
        this(Optional.of(runner));
    }

    private CommandRunner(Optional<Runner> runner) {
        this.runner = runner;
    }

    public CommandOutcome run(Command command) {
        return run(command, "");
    }

    /**
     * @param input what the program reads from its standard input
     */
    public CommandOutcome run(Command command, String input) {
        try {
            Path stdin = Files.createTempFile("zomg-in", null);
            Path stdout = Files.createTempFile("zomg-out", null);
            Path stderr = Files.createTempFile("zomg-err", null);
            try {
                Files.writeString(stdin, input);
                return run(command, stdin, stdout, stderr);
            } finally {
                Files.delete(stdin);
                Files.delete(stdout);
                Files.delete(stderr);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The output of a command that must succeed.
     *
     * @throws CommandFailed if it did not exit with 0
     */
    public String require(Command command, String input) {
        return switch (run(command, input)) {
            case Exited(int code, String stdout, _) when code == 0 -> stdout;
            case CommandOutcome failed -> throw new CommandFailed(command, failed);
        };
    }

    public String require(Command command) {
        return require(command, "");
    }

    private CommandOutcome run(Command command, Path stdin, Path stdout, Path stderr)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(argv(command))
                        .redirectInput(stdin.toFile())
                        .redirectOutput(stdout.toFile())
                        .redirectError(stderr.toFile());
        builder.environment().putAll(ENVIRONMENT);
        Process process;
        try {
            process = builder.start();
        } catch (IOException notStarted) {
            return new NotStarted(String.valueOf(notStarted.getMessage()));
        }
        try {
            if (process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return isNotRun(process.exitValue())
                        ? new NotStarted(tail(stderr).strip())
                        : new Exited(process.exitValue(), head(stdout), tail(stderr));
            }
            return new TimedOut(tail(stderr));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new TimedOut("interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private List<String> argv(Command command) {
        return runner.map(fenced -> fenced.run(command.argv())).orElse(command.argv());
    }

    private boolean isNotRun(int exitCode) {
        return exitCode == Runner.NOT_RUN && runner.flatMap(Runner::fence).isPresent();
    }

    private static String head(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        }
    }

    private static String tail(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            bytes.skipNBytes(Math.max(0, Files.size(file) - MAX_OUTPUT));
            return new String(bytes.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        }
    }
}
