package zomg.runner;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import zomg.model.exec.SessionInfo;
import zomg.model.id.Uid;

/**
 * What the runner knows of a session.
 *
 * @param supervised whether somebody is there who could be asked
 * @param age since it ended; if nobody told of an end, since it began
 * @param about what was asked for
 * @param pid of the command, as the box counts; empty before it has begun
 * @param end of a command that has ended
 */
public record SessionFacts(
        Uid id,
        boolean supervised,
        Duration age,
        SessionAbout about,
        Optional<Integer> pid,
        Optional<SessionEnd> end) {

    private static final String SUPERVISED = "supervised";

    /**
     * Empty for one that is being made or removed, or is none of ours.
     *
     * @param payload of a frame about a session
     */
    public static Optional<SessionFacts> parse(byte[] payload) {
        List<String> parts =
                Arrays.asList(new String(payload, StandardCharsets.UTF_8).split("\0", -1));
        try {
            List<String> head = Arrays.asList(parts.getFirst().split(" ", -1));
            if (!Uid.isUid(head.getFirst()) || parts.get(1).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new SessionFacts(
                            new Uid(head.getFirst()),
                            head.get(1).equals(SUPERVISED),
                            Duration.ofSeconds(Long.parseLong(head.get(2))),
                            SessionAbout.parse(parts.get(1)),
                            Optional.of(parts.get(2))
                                    .filter(who -> !who.isEmpty())
                                    .map(who -> who.substring(who.lastIndexOf(' ') + 1))
                                    .map(Integer::valueOf),
                            Optional.of(parts.get(3))
                                    .filter(how -> !how.isEmpty())
                                    .map(SessionEnd::parse)));
        } catch (IndexOutOfBoundsException | NumberFormatException malformed) {
            throw new RunnerFailed("malformed session", malformed);
        }
    }

    /** As a list shows it; empty for what is not to be listed, or is not known to have happened. */
    public Optional<SessionInfo> info() {
        if (!about.isListed() || pid.isEmpty() || (!supervised && end.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                new SessionInfo(
                        id,
                        about.command(),
                        about.user(),
                        about.terminal(),
                        about.background(),
                        about.startedAt(),
                        pid.get(),
                        end.map(SessionEnd::status).map(RunnerStatus::toEnd)));
    }
}
