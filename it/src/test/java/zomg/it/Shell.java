package zomg.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs run as from a terminal, in a directory and with variables of their own. */
public record Shell(Path directory, Map<String, String> variables) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What a program did. */
    public record Result(int exit, String out, String err) {

        /** The output of a program that must have exited with 0, without the last line end. */
        public String ok() {
            assertThat(exit).as("%s%s", out, err).isZero();
            return out.stripTrailing();
        }
    }

    Result run(String... argv) {
        return run(PATIENCE, List.of(argv));
    }

    /** As it says, waited for so long. */
    public Result run(Duration patience, List<String> argv) {
        try {
            Path out = Files.createTempFile("zomg-it", ".out");
            Path err = Files.createTempFile("zomg-it", ".err");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(argv)
                                .directory(directory.toFile())
                                .redirectInput(Path.of("/dev/null").toFile())
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile());
                builder.environment().putAll(variables);
                Process process = builder.start();
                boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
                process.destroyForcibly();
                assertThat(ended).as("%s did not end: %s", argv, Files.readString(err)).isTrue();
                return new Result(
                        process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
