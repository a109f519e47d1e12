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
        description = "A command that was started over WebSocket.",
        requiredProperties = {"id", "command", "user", "tty", "pid", "state", "started_at"})
public record SessionJson(
        @Schema(description = "To come back to it, over WebSocket.") Uid id,
        @Schema(
                        description = "Its arguments, as they were asked for.",
                        examples = "[\"make\", \"test\"]")
                List<String> command,
        @Schema(description = "Who runs it, in the box.", examples = "root") String user,
        @Schema(description = "Whether it has a terminal.") boolean tty,
        @Schema(description = "As the box counts.", examples = "47") int pid,
        @Schema(enumeration = {RUNNING, ENDED}) String state,
        @Schema(description = "Of one that has ended; 128 and more for a signal.", examples = "0")
                Optional<Integer> exitCode,
        Instant startedAt) {

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
                session.command(),
                session.user(),
                session.terminal(),
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
