package zomg.cli.session;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import zomg.cli.support.ApiFailure;
import zomg.cli.support.ExitCode;
import zomg.cli.support.Failure;

/** How a session ended, in the words of Kubernetes. What is absent is null. */
@Json
record StatusJson(String status, String reason, String message, Details details, Integer code) {

    @Json
    record Details(List<Cause> causes) {}

    @Json
    record Cause(String reason, String message) {}

    private static final String SUCCESS = "Success";
    private static final String NON_ZERO = "NonZeroExitCode";
    private static final String EXIT_CODE = "ExitCode";

    /** It has run, or may have; nobody knows its exit status. */
    private static final Set<String> ENDS_UNSEEN = Set.of("exec_timeout", "answer_lost");

    /**
     * @param started whether the server said before that the session is there
     * @return what the command in the box ended with
     * @throws ApiFailure if nothing has run
     * @throws Failure if its exit code is unknown
     */
    int exitCode(boolean started) {
        if (SUCCESS.equals(status)) {
            return ExitCode.OK;
        }
        if (NON_ZERO.equals(reason)) {
            return said();
        }
        String code = Objects.requireNonNullElse(reason, "");
        String sentence = Objects.requireNonNullElse(message, "the server refused: " + reason);
        if (started || ENDS_UNSEEN.contains(code)) {
            throw Failure.withExitCode(ExitCode.STATUS_UNKNOWN, sentence);
        }
        throw ApiFailure.ofSession(Objects.requireNonNullElse(this.code, 0), code, sentence);
    }

    private int said() {
        List<Cause> causes =
                details == null || details.causes() == null ? List.of() : details.causes();
        for (Cause cause : causes) {
            if (EXIT_CODE.equals(cause.reason())) {
                try {
                    return Integer.parseInt(cause.message());
                } catch (NumberFormatException unknown) {
                    break;
                }
            }
        }
        throw Failure.withExitCode(ExitCode.STATUS_UNKNOWN, Conversation.NOT_UNDERSTOOD);
    }
}
