package zomg.api.session;

import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import zomg.api.error.ProblemJson;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.exec.ExecEnd;

/** The last frame: how a command ended, as Kubernetes puts it. */
public final class StatusJson {

    private StatusJson() {}

    static byte[] of(ExecEnd end) {
        return switch (end) {
            case ExecEnd.Exited(int code) -> exited(code);
            case ExecEnd.Signalled killed -> exited(killed.exitCode());
            case ExecEnd.TimedOut() ->
                    refused(
                            ErrorCode.EXEC_TIMEOUT.wireName(),
                            "the command ran too long and was killed");
        };
    }

    private static byte[] exited(int code) {
        if (code == 0) {
            return bytes(status("Success"));
        }
        return bytes(
                status("Failure")
                        .add("reason", "NonZeroExitCode")
                        .add("message", "command terminated with exit code " + code)
                        .add(
                                "details",
                                JsonFactories.BUILDERS
                                        .createObjectBuilder()
                                        .add(
                                                "causes",
                                                JsonFactories.BUILDERS
                                                        .createArrayBuilder()
                                                        .add(
                                                                JsonFactories.BUILDERS
                                                                        .createObjectBuilder()
                                                                        .add("reason", "ExitCode")
                                                                        .add(
                                                                                "message",
                                                                                Integer.toString(
                                                                                        code))))));
    }

    public static byte[] of(Refusal refusal) {
        return refused(refusal.code().wireName(), refusal.getMessage());
    }

    public static byte[] internalError() {
        return refused(ProblemJson.INTERNAL_ERROR, "the server failed; see its log");
    }

    private static byte[] refused(String reason, String message) {
        return bytes(status("Failure").add("reason", reason).add("message", message));
    }

    private static JsonObjectBuilder status(String word) {
        return JsonFactories.BUILDERS
                .createObjectBuilder()
                .add("metadata", JsonFactories.BUILDERS.createObjectBuilder())
                .add("status", word);
    }

    private static byte[] bytes(JsonObjectBuilder json) {
        return json.build().toString().getBytes(StandardCharsets.UTF_8);
    }
}
