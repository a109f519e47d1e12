package zomg.api.box;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.box.Environment;
import zomg.model.exec.ExecRequest;

/** A command to run, on the wire. */
@Schema(
        name = "Exec",
        description = "A command to run in a box, through a login shell.",
        requiredProperties = "command")
public record ExecJson(
        @Schema(
                        description =
                                "The command and its arguments; none of them is parsed by a shell.",
                        examples = "[\"uname\", \"-a\"]")
                List<String> command,
        @Schema(description = "Working directory; the user's home if absent.", examples = "/work")
                Optional<String> cwd,
        @Schema(description = "Variables besides the box's own.") Optional<Environment> env,
        @Schema(description = "Whether to leave it running in the background.")
                Optional<Boolean> noHup,
        @Schema(description = "Whether the arguments, joined by spaces, are one line of bash.")
                Optional<Boolean> shell,
        @Schema(description = "A user of the box; root if absent.", examples = "root")
                Optional<String> user,
        @Schema(
                        description =
                                "Seconds after which it is killed; not used in the background.",
                        minimum = "1",
                        maximum = "3600",
                        defaultValue = "60",
                        examples = "60")
                Optional<Integer> timeout) {

    public ExecJson {
        command = command == null ? List.of() : List.copyOf(command);
        ExecRequest _ = request(command, shell, cwd, env, user, timeout);
    }

    boolean inBackground() {
        return noHup.orElse(false);
    }

    ExecRequest toRequest() {
        return request(command, shell, cwd, env, user, timeout);
    }

    private static ExecRequest request(
            List<String> command,
            Optional<Boolean> shell,
            Optional<String> cwd,
            Optional<Environment> env,
            Optional<String> user,
            Optional<Integer> timeout) {
        return new ExecRequest(
                command,
                shell.orElse(false),
                cwd,
                env.orElse(Environment.EMPTY),
                user.orElse(ExecRequest.ROOT),
                timeout.map(Duration::ofSeconds).orElse(ExecRequest.DEFAULT_TIMEOUT));
    }
}
