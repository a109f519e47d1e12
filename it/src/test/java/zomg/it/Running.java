package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program while it runs; what it prints goes to files. */
final class Running implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Process process;
    private final Path out;
    private final Path err;

    Running(Shell shell, List<String> argv) {
        try {
            out = Files.createTempFile("zomg-it", ".out");
            err = Files.createTempFile("zomg-it", ".err");
            // As from a terminal: what a shell leaves in the background is deaf to INT and QUIT
            List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,QUIT"));
            command.addAll(argv);
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(shell.directory().toFile())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().putAll(shell.variables());
            process = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until this is in its output; the first group of it. */
    String awaitOut(String pattern) {
        return await(out, pattern);
    }

    String awaitErr(String pattern) {
        return await(err, pattern);
    }

    private String await(Path file, String pattern) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Matcher found = Pattern.compile(pattern).matcher(read(file));
            if (found.find()) {
                return found.groupCount() == 0 ? found.group() : found.group(1);
            }
            assertThat(System.nanoTime())
                    .as("%s in %s%s", pattern, out(), err())
                    .isLessThan(deadline);
            LockSupport.parkNanos(MOMENT_NANOS);
        }
    }

    void signal(String name) {
        new Shell(Path.of("/"), Map.of())
                .run("kill", "-" + name, Long.toString(process.pid()))
                .ok();
    }

    int exit() throws InterruptedException {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("%s%s", out(), err()).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.delete(out);
            Files.delete(err);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
