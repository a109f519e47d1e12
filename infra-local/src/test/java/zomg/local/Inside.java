package zomg.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import zomg.model.box.Box;
import zomg.model.box.Environment;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.ExecRequest;

/** Shell lines in a running box. */
record Inside(LocalBoxProcesses processes, Box box) {

    /** What a line did. */
    record Result(int code, String output) {}

    /** Runs a line; both streams together are the output. */
    Result run(String line) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ExecRequest request =
                new ExecRequest(
                        List.of(line),
                        true,
                        Optional.empty(),
                        Environment.EMPTY,
                        ExecRequest.ROOT,
                        Duration.ofSeconds(120));
        int code =
                switch (processes.run(box, request, output, output)) {
                    case ExecEnd.Exited(int exit) -> exit;
                    case ExecEnd.Signalled(int signal) -> 128 + signal;
                    case ExecEnd.TimedOut() -> throw new AssertionError("timed out: " + line);
                };
        return new Result(code, output.toString(StandardCharsets.UTF_8));
    }

    /** The output of a line that must exit with 0, without the last line end. */
    String says(String line) {
        Result result = run(line);
        assertThat(result.code()).as("%s: %s", line, result.output()).isZero();
        return result.output().stripTrailing();
    }

    void denies(String line) {
        Result result = run(line);
        assertThat(result.code()).as("%s: %s", line, result.output()).isNotZero();
    }
}
