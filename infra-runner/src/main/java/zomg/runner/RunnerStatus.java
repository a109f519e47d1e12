package zomg.runner;

import java.util.Arrays;
import java.util.List;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.exec.ExecEnd;

/** The last thing that the runner says: how the process ended, or which step failed. */
public sealed interface RunnerStatus {
    record Exited(int code) implements RunnerStatus {}

    record Signalled(int signal) implements RunnerStatus {}

    /** It ran longer than it was to. */
    record TimedOut() implements RunnerStatus {}

    /**
     * @param step the runner's name of what it tried
     * @param errno 0 where no system call was to blame
     */
    record Failed(String step, int errno, String text) implements RunnerStatus {}

    /**
     * From {@code exited N}, {@code signalled N}, {@code timed_out} or {@code failed STEP ERRNO
     * TEXT}.
     */
    static RunnerStatus parse(String text) {
        List<String> words = Arrays.asList(text.split(" ", 4));
        try {
            return switch (words.getFirst()) {
                case "exited" -> new Exited(Integer.parseInt(words.get(1)));
                case "signalled" -> new Signalled(Integer.parseInt(words.get(1)));
                case "timed_out" -> new TimedOut();
                case "failed" ->
                        new Failed(
                                words.get(1),
                                Integer.parseInt(words.get(2)),
                                words.size() > 3 ? words.get(3) : "");
                default -> throw new RunnerFailed("unknown status: " + text);
            };
        } catch (IndexOutOfBoundsException | NumberFormatException malformed) {
            throw new RunnerFailed("malformed status: " + text, malformed);
        }
    }

    /**
     * Of a command.
     *
     * @throws Refusal EXEC_FAILED if it could not be started
     */
    default ExecEnd toEnd() {
        return switch (this) {
            case Exited(int code) -> new ExecEnd.Exited(code);
            case Signalled(int signal) -> new ExecEnd.Signalled(signal);
            case TimedOut() -> new ExecEnd.TimedOut();
            case Failed(String step, _, String text) ->
                    throw new Refusal(
                            ErrorCode.EXEC_FAILED,
                            "the command cannot be started: %s: %s".formatted(step, text));
        };
    }
}
