package zomg.api.box;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import zomg.model.exec.ExecEnd;
import zomg.model.exec.SessionInfo;
import zomg.model.id.Uid;

/** A command that can be come back to, on the wire. */
@Schema(
        name = "Session",
        description = "A command that was started over WebSocket, or left running.",
        requiredProperties = {
            "id",
            "command",
            "user",
            "tty",
            "background",
            "pid",
            "state",
            "started_at"
        })
public record SessionJson(
        @Schema(
                        description =
                                "To come back to it, over WebSocket, unless it is in the"
                                        + " background.")
                Uid id,
        @Schema(
                        description = "Its arguments; long ones are cut.",
                        examples = "[\"make\", \"test\"]")
                List<String> command,
        @Schema(description = "Who runs it, in the box.", examples = "root") String user,
        @Schema(description = "Whether it has a terminal.") boolean tty,
        @Schema(description = "Whether it was left running; its log has what it said.")
                boolean background,
        @Schema(description = "As the box counts.", examples = "47") int pid,
        @Schema(enumeration = {RUNNING, ENDED}) String state,
        @Schema(
                        description =
                                "Of one that has ended, unless it ran out of time; 128 and more for a signal.",
                        examples = "0")
                Optional<Integer> exitCode,
        Instant startedAt) {

    /** A list is to be read; a command may have 256 KiB. */
    private static final int MOST_WORDS = 100;

    private static final int LONGEST_WORD = 1000;
    private static final String RUNNING = "running";
    private static final String ENDED = "ended";

    /** All of a box. */
    @Schema(
            name = "Sessions",
            description = "Those that run, and those that ended within the hour, oldest first.",
            requiredProperties = {"sessions"})
    public record ListJson(List<SessionJson> sessions) {

        static ListJson of(List<SessionInfo> sessions) {
            return new ListJson(sessions.stream().map(SessionJson::of).toList());
        }
    }

    private static SessionJson of(SessionInfo session) {
        return new SessionJson(
                session.id(),
                session.command().stream()
                        .limit(MOST_WORDS)
                        .map(word -> word.substring(0, Math.min(word.length(), LONGEST_WORD)))
                        .toList(),
                session.user(),
                session.terminal(),
                session.background(),
                session.pid(),
                session.end().isPresent() ? ENDED : RUNNING,
                session.end().flatMap(SessionJson::exitCode),
                session.startedAt());
    }

    private static Optional<Integer> exitCode(ExecEnd end) {
        return switch (end) {
            case ExecEnd.Exited(int code) -> Optional.of(code);
            case ExecEnd.Signalled killed -> Optional.of(killed.exitCode());
            case ExecEnd.TimedOut() -> Optional.empty();
        };
    }
}
