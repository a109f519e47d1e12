package zomg.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import zomg.error.ErrorCode;
import zomg.error.Refusal;
import zomg.model.exec.SessionOutput;

/** What became of a command that was to have a supervisor. */
public sealed interface SessionStart {

    /**
     * It runs, and its supervisor can be found.
     *
     * @param pid as the box counts
     */
    record Running(int pid) implements SessionStart {}

    /**
     * There was nothing to supervise.
     *
     * @param said about it, as a shell would
     */
    record Ended(List<SessionOutput> said, RunnerStatus status) implements SessionStart {}

    /** What a call of {@code session} says first. */
    static SessionStart heard(RunnerCall call) {
        List<SessionOutput> said = new ArrayList<>();
        while (true) {
            RunnerFrames.Frame frame = call.nextSoon();
            switch (frame.channel()) {
                case RunnerFrames.STARTED -> {
                    String command = Arrays.asList(frame.text().split(" ", -1)).getLast();
                    return new Running(Integer.parseInt(command));
                }
                case RunnerFrames.STDERR -> said.add(new SessionOutput.Stderr(frame.payload()));
                case RunnerFrames.STATUS -> {
                    return new Ended(said, RunnerStatus.parse(frame.text()));
                }
                default -> throw new RunnerFailed("channel " + frame.channel());
            }
        }
    }

    /**
     * Of one that nobody talks to.
     *
     * @return its pid as the box counts
     * @throws Refusal EXEC_FAILED if it does not run
     */
    default int running() {
        return switch (this) {
            case Running(int pid) -> pid;
            case Ended(List<SessionOutput> said, RunnerStatus status) -> {
                var _ = status.toEnd();
                throw new Refusal(
                        ErrorCode.EXEC_FAILED,
                        "the command cannot be started: " + EndedSession.text(said));
            }
        };
    }
}
